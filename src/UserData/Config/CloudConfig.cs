namespace Fleet.UserData.Config;

/// <summary>What Fleet runs of a <c>#cloud-config</c>. Names and meanings are cloud-init's; a key whose value is null counts as absent.</summary>
public sealed record CloudConfig
{
    /// <summary>The host's name; may be fully qualified.</summary>
    public string? Hostname { get; init; }

    /// <summary>The fully qualified name.</summary>
    public string? Fqdn { get; init; }

    /// <summary>Whether the name that the image has stays; null when not said.</summary>
    public bool? PreserveHostname { get; init; }

    /// <summary>Groups to make, each once, in order.</summary>
    public IReadOnlyList<GroupSpec> Groups { get; init; } = [];

    /// <summary>Users to make, without the default user.</summary>
    public IReadOnlyList<UserSpec> Users { get; init; } = [];

    /// <summary>Whether the image's default user is made: <c>users</c> is absent, or names <c>default</c>.</summary>
    public bool IncludesDefaultUser { get; init; } = true;

    /// <summary>What <c>users</c> says of the default user beyond its name (a mapping with <c>name: default</c>); laid over the image's own settings.</summary>
    public UserSpec? DefaultUser { get; init; }

    /// <summary>Top-level keys: the default user's.</summary>
    public IReadOnlyList<string> SshAuthorizedKeys { get; init; } = [];

    /// <summary>Files to write, in order; the same path may come more than once.</summary>
    public IReadOnlyList<WriteFileSpec> WriteFiles { get; init; } = [];

    /// <summary>Commands, in order. cloud-init runs them as lines of <b>one</b> <c>/bin/sh</c> script that goes on after a failure: they share directory and variables.</summary>
    public IReadOnlyList<CommandSpec> RunCmd { get; init; } = [];
}
