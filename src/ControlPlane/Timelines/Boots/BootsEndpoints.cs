using Fleet.Contracts.Api;
using Fleet.ControlPlane.Hosting.Listeners;
using Fleet.ControlPlane.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Fleet.ControlPlane.Timelines.Boots;

/// <summary>The timelines of an instance. {boot} is its id, the guest's own boot id, or <c>latest</c>.</summary>
internal static class BootsEndpoints
{
    public static void MapBoots(this IEndpointRouteBuilder routes)
    {
        var boots = routes.MapGroup("/api/v1/projects/{project}/instances/{instance}/boots")
            .RequireAuthorization(Policies.Operator).OnListener(ListenerKind.Public, ListenerKind.Local).WithTags("Boots");

        boots.MapGet("", List).WithName("listBoots").WithSummary("The boots of an instance, newest first")
            .Produces<BootList>().Produces<FleetProblem>(400, Problem).Produces<FleetProblem>(404, Problem);
        boots.MapGet("{boot}", Get).WithName("getBoot").WithSummary("One boot as a timeline: its steps, and the time that no step owns")
            .Produces<Boot>().Produces<FleetProblem>(404, Problem);
        boots.MapGet("{boot}/events", Events).WithName("listBootEvents").WithSummary("The events of one boot, in the order of their streams")
            .Produces<BootEventList>().Produces<FleetProblem>(400, Problem).Produces<FleetProblem>(404, Problem);
    }

    private const string Problem = "application/problem+json";

    private static async Task<IResult> List(
        string project, string instance, [FromServices] ListBoots list, int? pageSize, string? pageToken, CancellationToken cancellationToken) =>
        (await list.RunAsync(project, instance, pageSize, pageToken, cancellationToken)).Match(TypedResults.Ok);

    private static async Task<IResult> Get(string project, string instance, string boot, [FromServices] GetBoot get, CancellationToken cancellationToken) =>
        (await get.RunAsync(project, instance, boot, cancellationToken)).Match(TypedResults.Ok);

    private static async Task<IResult> Events(
        string project, string instance, string boot, [FromServices] ListBootEvents list, int? pageSize, string? pageToken, CancellationToken cancellationToken) =>
        (await list.RunAsync(project, instance, boot, pageSize, pageToken, cancellationToken)).Match(TypedResults.Ok);
}
