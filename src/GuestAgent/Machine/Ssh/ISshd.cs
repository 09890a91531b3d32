namespace Fleet.GuestAgent.Machine.Ssh;

/// <summary>The sshd of the guest, apart from its files.</summary>
internal interface ISshd
{
    /// <summary>The value of AuthorizedKeysFile as sshd itself reads its configuration; null when it cannot be asked.</summary>
    Task<string?> KeysFileAsync(CancellationToken ct);

    /// <summary>Makes an sshd that runs read its configuration anew. One that does not run will read it when it starts.</summary>
    /// <exception cref="MachineException">It may still go by the old one.</exception>
    Task ReloadAsync(CancellationToken ct);
}
