using Fleet.Contracts.Api;
using Fleet.ControlPlane.Hosting.Idempotency;
using Fleet.ControlPlane.Hosting.Requests;

namespace Fleet.ControlPlane.Access.Keys;

internal static class SshKeyRoutes
{
    // A key's line has 16 KiB at most, and JSON may write one character as six.
    private const int BodyBytes = 128 * 1024;

    public static void MapSshKeyRoutes(this IEndpointRouteBuilder api)
    {
        Map(api.MapGroup("/projects/{project}/sshKeys"), "projects", "a project's keys, which all its instances get");
        Map(api.MapGroup("/projects/{project}/instances/{instance}/sshKeys"), "instances", "an instance's own keys");
    }

    private static void Map(RouteGroupBuilder keys, string owner, string whose)
    {
        keys.WithTags("sshKeys");
        keys.MapGet("", ListSshKeys.HandleAsync).Describe($"{owner}.sshKeys.list", $"List {whose}, oldest first (showRemoved=true: also those no longer in force)", 400).Produces<SshKeyList>();
        keys.MapPost("", PushSshKey.HandleAsync).Describe($"{owner}.sshKeys.create", $"Push a key to {whose}", 400, 409, 413, 415)
            .Produces<SshKey>(201).TakesBody<CreateSshKey>(BodyBytes).Idempotent();
        keys.MapGet("/{key}", GetSshKey.HandleAsync).Describe($"{owner}.sshKeys.get", $"Get one of {whose}").Produces<SshKey>();
        // A key never changes, so there is no version to match: removing it twice is removing it once.
        keys.MapDelete("/{key}", RemoveSshKey.HandleAsync).Describe($"{owner}.sshKeys.delete", $"Remove one of {whose}").Produces(204);
    }
}
