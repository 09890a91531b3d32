namespace Fleet.ControlPlane.Metadata.Dialects.Gce;

/// <summary>
/// <c>PUT instance/guest-attributes/NAMESPACE/KEY</c>. Taken and dropped until the reporters' issue gives them a store: agents publish their SSH host keys and
/// "sshable" here at each boot, and would retry. They stay out of the tree and its token for ever: an agent's own PUT must not wake its own watch.
/// </summary>
internal static class GceGuestAttributes
{
    private const string Prefix = "instance/guest-attributes/";

    private static readonly string[] Namespaces = ["hostkeys", "guest-agent"];

    public static bool IsOne(string path) =>
        path.StartsWith(Prefix, StringComparison.Ordinal) && path[Prefix.Length..].Split('/') is [var name, { Length: > 0 }] && Namespaces.Contains(name);
}
