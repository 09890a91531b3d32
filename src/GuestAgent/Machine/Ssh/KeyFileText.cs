using System.Globalization;
using System.Text;

namespace Fleet.GuestAgent.Machine.Ssh;

/// <summary>The one function that writes lines of an authorized_keys file (sshd(8), AUTHORIZED_KEYS FILE FORMAT).</summary>
internal static class KeyFileText
{
    private const string Header = "# Written by Fleet: the keys that it manages for this user. Changes here are lost; your own keys belong into ~/.ssh/authorized_keys.\n";

    /// <param name="keys">The keys of one user that are in force, in order.</param>
    /// <param name="zone">The guest's time zone: sshd before 9.1 reads <c>expiry-time</c> in local time only.</param>
    public static string Render(IEnumerable<ManagedKey> keys, TimeZoneInfo zone)
    {
        var text = new StringBuilder(Header);
        foreach (var key in keys)
            text.Append(Line(key, zone)).Append('\n');
        return text.ToString();
    }

    private static string Line(ManagedKey key, TimeZoneInfo zone)
    {
        var line = key.ExpiresAt is { } at
            ? $"expiry-time=\"{TimeZoneInfo.ConvertTime(at, zone).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}\" {key.Key.Line}"
            : key.Key.Line;
        // The key was parsed, so this cannot be. It is looked at again because a second line would be a second key.
        return line.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029') ? throw new MachineException("a key holds control characters") : line;
    }
}
