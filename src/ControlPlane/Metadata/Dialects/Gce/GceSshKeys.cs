using System.Globalization;
using Fleet.ControlPlane.Metadata.Document;

namespace Fleet.ControlPlane.Metadata.Dialects.Gce;

/// <summary>
/// The attribute as it was set, then a line for each pushed key, oldest first: a new order would be a change to Google's agent.
/// <code>
/// alice:ssh-ed25519 AAAA… laptop
/// bob:ssh-ed25519 AAAA… google-ssh {"userName":"bob","expireOn":"2037-01-01T00:00:00+0000"}
/// </code>
/// The third field must be exactly <c>google-ssh</c>, so a key that expires goes without its comment. The agent takes a time that it cannot parse for past.
/// </summary>
internal static class GceSshKeys
{
    public static string? Join(string? attribute, IReadOnlyList<DocumentKey> keys)
    {
        if (keys.Count == 0)
            return attribute;
        var lines = keys.Select(Line);
        return string.Join('\n', string.IsNullOrEmpty(attribute) ? lines : lines.Prepend(attribute.TrimEnd('\n')));
    }

    private static string Line(DocumentKey key)
    {
        if (key.ExpiresAt is not { } expires)
            return $"{key.User}:{key.PublicKey}";
        var fields = key.PublicKey.Split(' ', 3);
        var expireOn = expires.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+0000'", CultureInfo.InvariantCulture);
        // An account's name is [a-z_][a-z0-9_-]*: nothing in it needs escaping in JSON.
        return $$"""{{key.User}}:{{fields[0]}} {{fields[1]}} google-ssh {"userName":"{{key.User}}","expireOn":"{{expireOn}}"}""";
    }
}
