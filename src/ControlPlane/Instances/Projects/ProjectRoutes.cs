using Fleet.Contracts.Api;
using Fleet.ControlPlane.Hosting.Idempotency;
using Fleet.ControlPlane.Hosting.Requests;

namespace Fleet.ControlPlane.Instances.Projects;

internal static class ProjectRoutes
{
    private const int BodyBytes = 16 * 1024;

    public static void MapProjectRoutes(this IEndpointRouteBuilder api)
    {
        var projects = api.MapGroup("/projects").WithTags("projects");
        projects.MapGet("", ListProjects.HandleAsync).Describe("projects.list", "List projects by name", 400).Produces<ProjectList>();
        projects.MapPost("", AddProject.HandleAsync).Describe("projects.create", "Create a project", 400, 409, 413, 415).Produces<Project>(201).TakesBody<CreateProject>(BodyBytes).Idempotent();
        projects.MapGet("/{project}", GetProject.HandleAsync).Describe("projects.get", "Get a project").Produces<Project>();
        projects.MapPatch("/{project}", ChangeProject.HandleAsync).Describe("projects.update", "Change a project's display name (JSON merge patch)", 400, 412, 413, 415, 428)
            .Produces<Project>().TakesBody<CreateProject>(BodyBytes, patch: true);
        projects.MapDelete("/{project}", RemoveProject.HandleAsync).Describe("projects.delete", "Delete a project without instances", 409, 412, 428).Produces(204);
    }
}
