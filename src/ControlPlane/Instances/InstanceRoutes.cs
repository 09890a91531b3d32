using Fleet.Contracts.Api;
using Fleet.ControlPlane.Hosting.Idempotency;
using Fleet.ControlPlane.Hosting.Requests;
using Fleet.ControlPlane.Instances.Reading;
using Fleet.ControlPlane.Instances.Registration;
using Fleet.ControlPlane.Instances.Waiting;

namespace Fleet.ControlPlane.Instances;

internal static class InstanceRoutes
{
    // 1 MiB of user-data as JSON text, which may write one byte as six, or base64; 512 KiB of attributes; keys. More than the server's limit: RequestBody raises it.
    private const int BodyBytes = 8 * 1024 * 1024;

    public static void MapInstanceRoutes(this IEndpointRouteBuilder api)
    {
        var instances = api.MapGroup("/projects/{project}/instances").WithTags("instances");
        instances.MapGet("", ListInstances.HandleAsync).Describe("instances.list", "List a project's instances (filter, orderBy, pageSize, pageToken)", 400).Produces<InstanceList>();
        instances.MapPost("", RegisterInstance.HandleAsync).Describe("instances.create", "Register an instance", 400, 409, 413, 415)
            .Produces<Instance>(201).TakesBody<CreateInstance>(BodyBytes).Idempotent();
        instances.MapGet("/{instance}", GetInstance.HandleAsync).Describe("instances.get", "Get an instance by its name or its id").Produces<Instance>();
        instances.MapPatch("/{instance}", ChangeInstance.HandleAsync).Describe("instances.update", "Change an instance (JSON merge patch)", 400, 412, 413, 415, 428)
            .Produces<Instance>().TakesBody<UpdateInstance>(BodyBytes, patch: true);
        instances.MapDelete("/{instance}", RemoveInstance.HandleAsync).Describe("instances.delete", "Delete an instance; its addresses are free from then on", 412, 428).Produces(204);
        // No Idempotency-Key: it changes nothing, and may be held for an hour.
        instances.MapPost("/{instance}:wait", WaitForInstance.HandleAsync).Describe("instances.wait", "Hold until the instance is so, never will be, or the time is up", 400, 413, 415)
            .Produces<Instance>().TakesBody<WaitRequest>(1024);
    }
}
