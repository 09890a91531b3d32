namespace Fleet.GuestAgent.Machine.Users;

/// <summary>One line of /etc/passwd.</summary>
internal sealed record Account(string Name, uint Uid, uint Gid, string Home)
{
    /// <summary>Neither a person's nor root's: below Debian's and Red Hat's first ordinary id, or nobody.</summary>
    public bool IsSystem => Uid is > 0 and < 1000 or 65534;
}
