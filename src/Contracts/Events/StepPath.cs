namespace Fleet.Contracts.Events;

/// <summary>The grammar of step paths: a stage, then names, joined by slashes.</summary>
public static class StepPath
{
    /// <summary>The boot itself. Its <c>finished</c> event ends provisioning.</summary>
    public const string Boot = "boot";

    /// <summary>Before the network: sources on disks.</summary>
    public const string Local = "local";

    /// <summary>Hostname, users, keys: what sshd waits for.</summary>
    public const string Login = "login";

    /// <summary>Packages, files, scripts: blocks nothing.</summary>
    public const string Final = "final";

    /// <summary>What goes on after the boot. Upkeep is in the events, not in the boot's spans.</summary>
    public const string Upkeep = "upkeep";

    /// <summary>Whether text is a path: 1 to 256 characters, segments of printable characters that are not empty, no control characters.</summary>
    public static bool IsValid(string? path)
    {
        if (string.IsNullOrEmpty(path) || path.Length > Limits.StepPathChars || path[0] == '/' || path[^1] == '/' || path.Contains("//", StringComparison.Ordinal))
            return false;
        foreach (var c in path)
            if (char.IsControl(c) || char.IsSurrogate(c))
                return false;
        return true;
    }

    /// <summary>The first segment: the stage.</summary>
    public static string Stage(string path) => path.IndexOf('/', StringComparison.Ordinal) is var i and >= 0 ? path[..i] : path;

    /// <summary>The last segment: the step's name.</summary>
    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>The path above, or null for a stage.</summary>
    public static string? Parent(string path) => path.LastIndexOf('/') is var i and >= 0 ? path[..i] : null;

    /// <summary>Makes free text into one segment: slashes and control characters become dashes.</summary>
    public static string Segment(string text)
    {
        var clean = string.Create(Math.Min(text.Length, 64), text, static (span, s) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = s[i] is '/' || char.IsControl(s[i]) || char.IsSurrogate(s[i]) ? '-' : s[i];
        });
        return clean.Length == 0 ? "-" : clean;
    }
}
