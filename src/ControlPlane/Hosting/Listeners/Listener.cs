namespace Fleet.ControlPlane.Hosting.Listeners;

/// <summary>A listener as it will be opened.</summary>
internal sealed record Listener(ListenAddress? Address, string? SocketPath, ListenerFeature Feature);
