using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;
using Npgsql;

namespace Fleet.ControlPlane.Instances.Attributes;

internal static class GetInstanceAttributes
{
    public static async Task<IResult> HandleAsync(string project, string instance, InstanceLookup lookup, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var found = await lookup.FindAsync(project, instance, cancellationToken);
        if (found.Error is not null)
            return new ErrorResult(found.Error);
        var own = await OwnAttributes.ReadAsync(database, found.Value!.Id.Value, ofProject: false, InstanceLookup.Missing(project, instance), cancellationToken);
        return own.Match(o => ApiResult.Ok(o.Values, ContractsJson.Default.DictionaryStringString, o.Etag));
    }
}
