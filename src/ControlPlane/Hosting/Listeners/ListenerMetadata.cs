namespace Fleet.ControlPlane.Hosting.Listeners;

/// <summary>On an endpoint: the doors it may be reached through. An endpoint without it cannot be reached at all.</summary>
internal sealed record ListenerMetadata(params ListenerKind[] Kinds);

internal static class ListenerEndpointExtensions
{
    /// <summary>Lets the endpoints be reached through these doors, and no others.</summary>
    public static TBuilder OnListener<TBuilder>(this TBuilder builder, params ListenerKind[] kinds)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new ListenerMetadata(kinds));
}
