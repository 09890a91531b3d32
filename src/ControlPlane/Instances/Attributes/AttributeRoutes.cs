using Fleet.ControlPlane.Hosting.Requests;

namespace Fleet.ControlPlane.Instances.Attributes;

internal static class AttributeRoutes
{
    // All attributes of a subject have 512 KiB, and JSON may write one byte as six.
    private const int BodyBytes = 4 * 1024 * 1024;

    public static void MapAttributeRoutes(this IEndpointRouteBuilder api)
    {
        var metadata = api.MapGroup("/projects/{project}").WithTags("metadata");
        metadata.MapGet("/metadata", GetProjectAttributes.HandleAsync).Describe("projects.metadata.get", "Get a project's attributes").Produces<Dictionary<string, string>>();
        metadata.MapPatch("/metadata", ChangeProjectAttributes.HandleAsync)
            .Describe("projects.metadata.update", "Change a project's attributes (JSON merge patch: attribute to string, or to null)", 400, 412, 413, 415, 428)
            .Produces<Dictionary<string, string>>().TakesBody<Dictionary<string, string?>>(BodyBytes, patch: true);
        metadata.MapGet("/instances/{instance}/metadata", GetInstanceAttributes.HandleAsync)
            .Describe("instances.metadata.get", "Get an instance's own attributes, without its project's").Produces<Dictionary<string, string>>();
        metadata.MapPatch("/instances/{instance}/metadata", ChangeInstanceAttributes.HandleAsync)
            .Describe("instances.metadata.update", "Change an instance's own attributes (JSON merge patch: attribute to string, or to null)", 400, 412, 413, 415, 428)
            .Produces<Dictionary<string, string>>().TakesBody<Dictionary<string, string?>>(BodyBytes, patch: true);
    }
}
