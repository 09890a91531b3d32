using Fleet.GuestAgent.Journal;
using Fleet.GuestAgent.Machine;
using Fleet.UserData;
using Fleet.UserData.Config;

namespace Fleet.GuestAgent.Steps;

/// <summary>What the steps of one stage share.</summary>
internal sealed class BootContext(Host host, BootJournal journal, BootInputs inputs)
{
    public Host Host { get; } = host;

    public BootJournal Journal { get; } = journal;

    public BootInputs Inputs { get; } = inputs;

    /// <summary>The instance. Without a server it is that of the last boot: being offline must not run anything a second time.</summary>
    public string Instance { get; } = inputs.Document?.Instance.ToString() ?? journal.LastInstance() ?? "none";

    /// <summary>
    /// The user-data as read; null when there is none. Keys are not checked here: one bad key fails alone, in <see cref="SshKeysStep"/>.
    /// </summary>
    public UserDataResult? UserData { get; } = inputs.UserData is { } body ? UserDataParser.Parse(body) : null;

    /// <summary>The configuration, where there is a valid one.</summary>
    public CloudConfig? Config => UserData?.Document?.Config;
}
