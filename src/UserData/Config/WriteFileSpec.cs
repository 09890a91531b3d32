namespace Fleet.UserData.Config;

/// <summary>A file to write.</summary>
/// <param name="Path">Absolute, without <c>..</c>.</param>
/// <param name="Content">Its bytes, decoded.</param>
public sealed record WriteFileSpec(string Path, ReadOnlyMemory<byte> Content)
{
    /// <summary>Who owns it.</summary>
    public FileOwner Owner { get; init; } = FileOwner.Root;

    /// <summary>Mode, at most 07777.</summary>
    public int Permissions { get; init; } = 0b110_100_100;

    /// <summary>Whether the content goes after what is there.</summary>
    public bool Append { get; init; }

    /// <summary>Whether to write it at the end of the boot, after users and packages exist.</summary>
    public bool Defer { get; init; }
}

/// <summary>Owner of a file, by names.</summary>
/// <param name="User">User; null = leave as it is.</param>
/// <param name="Group">Group; null = leave as it is.</param>
public sealed record FileOwner(string? User, string? Group)
{
    /// <summary><c>root:root</c>.</summary>
    public static FileOwner Root { get; } = new("root", "root");
}
