using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;
using Fleet.ControlPlane.Instances.Projects;
using Npgsql;

namespace Fleet.ControlPlane.Instances.Attributes;

internal static class GetProjectAttributes
{
    public static async Task<IResult> HandleAsync(string project, ProjectReader projects, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var found = await projects.FindAsync(project, cancellationToken);
        if (found.Error is not null)
            return new ErrorResult(found.Error);
        var own = await OwnAttributes.ReadAsync(database, found.Value!.Id.Value, ofProject: true, ProjectReader.Missing(project), cancellationToken);
        return own.Match(o => ApiResult.Ok(o.Values, ContractsJson.Default.DictionaryStringString, o.Etag));
    }
}
