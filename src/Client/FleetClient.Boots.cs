using Fleet.Contracts.Api;

namespace Fleet.Client;

public sealed partial class FleetClient
{
    /// <summary>A page of an instance's boots, newest first, without their spans.</summary>
    public Task<BootList> ListBootsAsync(string project, string instance, ListOptions? options, CancellationToken cancellationToken) =>
        GetAsync(ApiPath.WithQuery(ApiPath.Boots(project, instance), options), Json.BootList, cancellationToken);

    /// <summary>A boot's timeline.</summary>
    /// <param name="project">The project's name or id.</param>
    /// <param name="instance">The instance's name or id.</param>
    /// <param name="boot"><see cref="Boot.Id"/>, as text.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<Boot> GetBootAsync(string project, string instance, string boot, CancellationToken cancellationToken) =>
        GetAsync($"{ApiPath.Boots(project, instance)}/{ApiPath.Segment(boot)}", Json.Boot, cancellationToken);

    /// <summary>A page of a boot's events.</summary>
    public Task<BootEventList> ListBootEventsAsync(string project, string instance, string boot, ListOptions? options, CancellationToken cancellationToken) =>
        GetAsync(
            ApiPath.WithQuery($"{ApiPath.Boots(project, instance)}/{ApiPath.Segment(boot)}/events", options), Json.BootEventList, cancellationToken);
}
