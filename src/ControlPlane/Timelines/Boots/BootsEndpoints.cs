using Fleet.Contracts.Api;
using Fleet.ControlPlane.Hosting.Listeners;
using Fleet.ControlPlane.Hosting.Requests;
using Fleet.ControlPlane.Identity;

namespace Fleet.ControlPlane.Timelines.Boots;

/// <summary>The timelines of an instance. {boot} is its id, the guest's own boot id, or <c>latest</c>.</summary>
internal static class BootsEndpoints
{
    public static void MapBoots(this IEndpointRouteBuilder routes)
    {
        var boots = routes.MapGroup("/api/v1/projects/{project}/instances/{instance}/boots")
            .RequireAuthorization(Policies.Operator).OnListener(ListenerKind.Public, ListenerKind.Local).WithTags("boots");
        boots.MapGet("", ListBoots.HandleAsync).Describe("boots.list", "List an instance's boots, newest first (pageSize, pageToken)", 400).Produces<BootList>();
        boots.MapGet("{boot}", GetBoot.HandleAsync).Describe("boots.get", "Get a boot as a timeline: its steps, and the time that no step owns").Produces<Boot>();
        boots.MapGet("{boot}/events", ListBootEvents.HandleAsync).Describe("boots.events.list", "List a boot's events in the order of their streams (pageSize, pageToken)", 400)
            .Produces<BootEventList>();
    }
}
