using Fleet.Contracts;
using Fleet.Contracts.Api;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;

namespace Fleet.ControlPlane.Instances.Projects;

internal static class ListProjects
{
    public static async Task<IResult> HandleAsync(HttpContext http, ProjectReader reader, CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(http, "projects", 1);
        if (page.Error is not null)
            return new ErrorResult(page.Error);
        var request = page.Value!;
        if (request.After is { } after && after[0].Contains('\0', StringComparison.Ordinal))
            return new ErrorResult(PageRequest.BadToken);
        var projects = await reader.ListAsync(request.After?[0] ?? "", request.Size + 1, cancellationToken);
        var more = projects.Count > request.Size;
        if (more)
            projects.RemoveAt(request.Size);
        return ApiResult.Ok(new ProjectList(projects, more ? PageToken.Write(request.Query, projects[^1].Name) : null), ContractsJson.Default.ProjectList);
    }
}
