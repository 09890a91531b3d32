using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Requests;

namespace Fleet.ControlPlane.Instances.Projects;

internal static class GetProject
{
    public static async Task<IResult> HandleAsync(string project, ProjectReader reader, CancellationToken cancellationToken) =>
        (await reader.FindAsync(project, cancellationToken)).Match(found => ApiResult.Ok(found, ContractsJson.Default.Project, found.Etag));
}
