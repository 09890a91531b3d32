namespace Fleet.UserData.Config;

/// <summary>A user to make, or to complete if it exists.</summary>
/// <param name="Name">Login name.</param>
public sealed record UserSpec(string Name)
{
    /// <summary>Comment field, usually the full name.</summary>
    public string? Gecos { get; init; }

    /// <summary>Home directory; null = the system's choice.</summary>
    public string? HomeDir { get; init; }

    /// <summary>Login shell; null = the system's choice.</summary>
    public string? Shell { get; init; }

    /// <summary>Primary group; null = a group of the user's own name.</summary>
    public string? PrimaryGroup { get; init; }

    /// <summary>Supplementary groups, in order.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>No home directory is made.</summary>
    public bool NoCreateHome { get; init; }

    /// <summary>No group of the user's own name is made.</summary>
    public bool NoUserGroup { get; init; }

    /// <summary>A system account.</summary>
    public bool System { get; init; }

    /// <summary>What follows the user's name on a line of sudoers, one rule each; empty = no sudo.</summary>
    public IReadOnlyList<string> Sudo { get; init; } = [];

    /// <summary>Whether password login is locked; the default is yes.</summary>
    public bool LockPasswd { get; init; } = true;

    /// <summary>crypt(3) hash that a new account gets; an account that exists keeps its own.</summary>
    public Secret? Passwd { get; init; }

    /// <summary>crypt(3) hash that the account gets in any case.</summary>
    public Secret? HashedPasswd { get; init; }

    /// <summary>OpenSSH public keys, one line each, trimmed.</summary>
    public IReadOnlyList<string> SshAuthorizedKeys { get; init; } = [];

    /// <summary>User id; null = the system's choice.</summary>
    public uint? Uid { get; init; }
}
