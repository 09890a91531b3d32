using Fleet.UserData.Config;

namespace Fleet.GuestAgent.Steps;

/// <summary>The users that user-data asks for, the image's default user among them.</summary>
internal static class UserPlan
{
    private static readonly string[] AdminGroups = ["adm", "sudo", "wheel"];

    /// <summary>In the order in which they are made.</summary>
    public static IReadOnlyList<UserSpec> Of(BootContext boot) => boot.Config is not { } config ? []
        : DefaultUser(boot) is { } first ? [first, .. config.Users.Where(u => u.Name != first.Name)] : config.Users;

    /// <summary>
    /// Who gets the top-level keys. cloud-init makes its default user in any case; here it is made when something is asked of it: keys, settings, or its
    /// name among other users. A configuration with nothing but commands leaves no account behind.
    /// </summary>
    public static UserSpec? DefaultUser(BootContext boot)
    {
        if (boot.Config is not { IncludesDefaultUser: true } config || (config.SshAuthorizedKeys.Count == 0 && config.DefaultUser is null && config.Users.Count == 0))
            return null;
        var image = OfImage(boot);
        var asked = config.Users.FirstOrDefault(u => u.Name == image.Name) ?? config.DefaultUser;
        return (asked is null ? image : asked with
        {
            Name = image.Name,
            Gecos = asked.Gecos ?? image.Gecos,
            Shell = asked.Shell ?? image.Shell,
            Groups = asked.Groups.Count > 0 ? asked.Groups : image.Groups,
            Sudo = asked.Sudo.Count > 0 ? asked.Sudo : image.Sudo,
        }) with { SshAuthorizedKeys = [.. asked?.SshAuthorizedKeys ?? [], .. config.SshAuthorizedKeys] };
    }

    // cloud-init's cloud.cfg of each distribution (system_info.default_user).
    private static UserSpec OfImage(BootContext boot)
    {
        var id = (boot.Host.Files.ReadText("/etc/os-release", 64 * 1024) ?? "").Split('\n')
            .Where(l => l.StartsWith("ID=", StringComparison.Ordinal)).Select(l => l[3..].Trim('"', '\'')).FirstOrDefault();
        var name = id switch
        {
            "rhel" or "centos" => "cloud-user",
            "amzn" => "ec2-user",
            { } known when Contracts.Names.IsAccount(known) => known,
            _ => "fleet",
        };
        string[] groups = [.. AdminGroups.Where(g => boot.Host.Accounts.Files.GroupId(g) is not null)];
        return new(name) { Gecos = "Default user", Shell = "/bin/bash", Groups = groups, Sudo = ["ALL=(ALL) NOPASSWD:ALL"] };
    }
}
