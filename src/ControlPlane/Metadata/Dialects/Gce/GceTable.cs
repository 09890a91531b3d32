using Fleet.ControlPlane.Metadata.Document;

namespace Fleet.ControlPlane.Metadata.Dialects.Gce;

/// <summary>
/// Google's tree below <c>/computeMetadata/v1/</c>, sorted by path. Listings, recursive answers and tokens are all derived from it, so what one request is
/// refused no other one shows. Left out on purpose: <c>virtual-clock/drift-token</c> (agents would act on it) and guest attributes (see <see cref="GceGuestAttributes"/>).
/// </summary>
internal static class GceTable
{
    // cloud-init gives up without a zone, and takes what follows the last slash.
    private const string NoZone = "fleet-a";

    public static IReadOnlyList<GceEntry> Entries { get; } =
    [
        new("instance/attributes", Input.InstanceAttributes + Input.InstanceKeys + Input.Facts, d => GceAttributes.Of(d.Instance)) { Child = GceAttributes.OfInstance },
        new("instance/hostname", Input.Facts, d => new GceValue.Text(Hostname(d))),
        new("instance/id", Input.Facts, d => new GceValue.Number(d.Instance.NumericId)),
        new("instance/image", Input.Facts, d => d.Instance.Image is { } image ? new GceValue.Text(image) : null),
        new("instance/machine-type", Input.Facts, d => d.Instance.MachineType is { } type ? new GceValue.Text($"projects/{d.Project.NumericId}/machineTypes/{type}") : null),
        new("instance/name", Input.Facts, d => new GceValue.Text(d.Instance.Name)),
        new("instance/network-interfaces", Input.Facts, d => GceInterfaces.Of(d.Instance)),
        new("instance/tags", Input.Facts, _ => new GceValue.Strings([], AlwaysJson: true)),
        new("instance/zone", Input.Facts, d => new GceValue.Text($"projects/{d.Project.NumericId}/zones/{Zone(d)}")),
        new("project/attributes", Input.ProjectAttributes + Input.ProjectKeys, d => GceAttributes.Of(d.Project)) { Child = GceAttributes.OfProject },
        new("project/numeric-project-id", Input.Nothing, d => new GceValue.Number(d.Project.NumericId)),
        new("project/project-id", Input.Nothing, d => new GceValue.Text(d.Project.Name)),
    ];

    private static string Zone(InstanceDocument document) => document.Instance.Zone ?? NoZone;

    // Fully qualified, as Google's is. A hostname of one's own with a domain stays as it is.
    private static string Hostname(InstanceDocument document) => (document.Instance.Hostname ?? document.Instance.Name) is var name && name.Contains('.', StringComparison.Ordinal)
        ? name
        : $"{name}.{Zone(document)}.c.{document.Project.Name}.internal";
}
