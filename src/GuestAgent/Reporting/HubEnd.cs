namespace Fleet.GuestAgent.Reporting;

/// <summary>How a connection to the hub ended.</summary>
internal enum HubEnd
{
    /// <summary>It broke.</summary>
    Lost,

    /// <summary>The server is going away and said so.</summary>
    Drained,

    /// <summary>The server no longer takes this agent.</summary>
    Revoked,
}
