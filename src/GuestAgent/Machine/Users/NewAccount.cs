namespace Fleet.GuestAgent.Machine.Users;

/// <summary>An account to make, or to complete if it exists.</summary>
/// <param name="Name">Login name.</param>
internal sealed record NewAccount(string Name)
{
    public string? Gecos { get; init; }

    public string? Home { get; init; }

    public string? Shell { get; init; }

    public string? PrimaryGroup { get; init; }

    /// <summary>Supplementary groups; those that are missing are made.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    public bool NoCreateHome { get; init; }

    public bool NoUserGroup { get; init; }

    public bool System { get; init; }

    public uint? Uid { get; init; }

    /// <summary>Whether the password hash is locked.</summary>
    public bool LockPassword { get; init; } = true;

    /// <summary>crypt(3) hash for a new account.</summary>
    public Fleet.UserData.Secret? NewPassword { get; init; }

    /// <summary>crypt(3) hash for the account in any case.</summary>
    public Fleet.UserData.Secret? Password { get; init; }
}
