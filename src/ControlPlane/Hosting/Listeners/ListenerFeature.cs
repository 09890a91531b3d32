namespace Fleet.ControlPlane.Hosting.Listeners;

/// <summary>Set on every connection by the listener that took it.</summary>
/// <param name="Kind">Which door.</param>
/// <param name="Network">On <see cref="ListenerKind.Metadata"/>: the network's name, half of the guest's identity.</param>
/// <param name="Server">On <see cref="ListenerKind.Metadata"/>: the public address that this network's guests are told.</param>
internal sealed record ListenerFeature(ListenerKind Kind, string? Network = null, string? Server = null);
