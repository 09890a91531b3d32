using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;

namespace Fleet.ControlPlane.Instances.Reading;

internal static class GetInstance
{
    public static async Task<IResult> HandleAsync(string project, string instance, InstanceLookup lookup, InstanceReader reader, CancellationToken cancellationToken)
    {
        var found = await lookup.FindAsync(project, instance, cancellationToken);
        return found.Error is not null
            ? new ErrorResult(found.Error)
            : (await reader.GetAsync(found.Value!, cancellationToken)).Match(i => ApiResult.Ok(i, ContractsJson.Default.Instance, i.Etag));
    }
}
