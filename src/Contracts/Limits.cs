namespace Fleet.Contracts;

/// <summary>The limits that every side holds. Sizes are bytes unless the name says otherwise.</summary>
public static class Limits
{
    /// <summary>A hub message; a larger one closes the connection (SignalR's MaximumReceiveMessageSize).</summary>
    public const int HubMessageBytes = 64 * 1024;

    /// <summary>What an agent puts into one <c>Report</c>: below <see cref="HubMessageBytes"/> with room for the frame.</summary>
    public const int ReportBytes = 48 * 1024;

    /// <summary>Events in one <c>Report</c>.</summary>
    public const int ReportEvents = 500;

    /// <summary>One event, as its JSON; the agent cuts a longer message, the server sets a larger event aside.</summary>
    public const int EventBytes = 24 * 1024;

    /// <summary>A step path.</summary>
    public const int StepPathChars = 256;

    /// <summary>Attributes of one event.</summary>
    public const int EventAttributes = 32;

    /// <summary>User-data and vendor-data, each.</summary>
    public const int UserDataBytes = 1024 * 1024;

    /// <summary>One metadata value (GCE: 256 KB).</summary>
    public const int AttributeValueBytes = 256 * 1024;

    /// <summary>All attributes of one project or one instance (GCE: 512 KB).</summary>
    public const int AttributesTotalBytes = 512 * 1024;

    /// <summary>A metadata key: <c>[A-Za-z0-9._-]</c>.</summary>
    public const int AttributeKeyChars = 128;

    /// <summary>SSH keys of one project or one instance.</summary>
    public const int SshKeysPerSubject = 1000;

    /// <summary>One public key line.</summary>
    public const int SshKeyChars = 16 * 1024;

    /// <summary>The longest a watch is held, in seconds; a longer wish is cut to it.</summary>
    public const int WatchSeconds = 3600;
}
