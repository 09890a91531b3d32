using Fleet.ControlPlane.Metadata.Dialects.Gce;

namespace Fleet.ControlPlane.Metadata.Dialects;

/// <summary>A view of the document that some cloud's agents understand.</summary>
internal sealed record Dialect(string Name, Action<IEndpointRouteBuilder> Map);

// To add one: a folder beside Gce/ with a table of (path, what it reads, selector), a guard on its endpoint group, and an endpoint class that maps the group with
// .OnListener(ListenerKind.Metadata).AllowAnonymous(); a line in the array below; transcripts of real clients in tests/ControlPlane.Tests/Metadata/Dialects/.
internal static class DialectList
{
    public static IReadOnlyList<Dialect> All { get; } =
    [
        new("gce", GceEndpoints.Map),
    ];
}
