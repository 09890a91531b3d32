using Fleet.UserData.Config;

namespace Fleet.UserData;

/// <summary>User-data that was read and validated.</summary>
public sealed record UserDataDocument
{
    internal static UserDataDocument Empty { get; } = new();

    /// <summary>What it is.</summary>
    public UserDataKind Kind { get; init; }

    /// <summary>The configuration, when <see cref="Kind"/> is <see cref="UserDataKind.CloudConfig"/>.</summary>
    public CloudConfig? Config { get; init; }

    /// <summary>The script, when <see cref="Kind"/> is <see cref="UserDataKind.Script"/>.</summary>
    public ScriptPart? Script { get; init; }

    /// <summary>What was accepted but will not be done, or may surprise; in the order of the document.</summary>
    public IReadOnlyList<UserDataNotice> Notices { get; init; } = [];
}
