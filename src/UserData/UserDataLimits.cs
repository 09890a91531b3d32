namespace Fleet.UserData;

/// <summary>Budgets of one parse. All are counted over parser events, before a tree of the document exists.</summary>
public sealed record UserDataLimits
{
    /// <summary>The published limits.</summary>
    public static UserDataLimits Default { get; } = new();

    /// <summary>Bytes of the whole user-data.</summary>
    public int MaxBytes { get; init; } = 1024 * 1024;

    /// <summary>Collections within each other, aliases followed. Never more than 256, whatever is set: later passes recurse.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>YAML nodes as written.</summary>
    public int MaxNodes { get; init; } = 50_000;

    /// <summary>YAML aliases (<c>*name</c>).</summary>
    public int MaxAliases { get; init; } = 100;

    /// <summary>YAML nodes after each alias is replaced by a copy of what it names.</summary>
    public int MaxExpandedNodes { get; init; } = 50_000;

    /// <summary>UTF-16 code units of all scalars after each alias is replaced by a copy of what it names.</summary>
    public int MaxExpandedLength { get; init; } = 4 * 1024 * 1024;

    /// <summary>UTF-16 code units of one YAML scalar.</summary>
    public int MaxScalarLength { get; init; } = 1024 * 1024;

    /// <summary>Entries of <c>users</c>.</summary>
    public int MaxUsers { get; init; } = 1000;

    /// <summary>Names in one list of groups or members.</summary>
    public int MaxNames { get; init; } = 1000;

    /// <summary>Entries of <c>write_files</c>.</summary>
    public int MaxFiles { get; init; } = 1000;

    /// <summary>Entries of <c>runcmd</c>.</summary>
    public int MaxCommands { get; init; } = 1000;
}
