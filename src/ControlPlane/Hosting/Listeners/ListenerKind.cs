namespace Fleet.ControlPlane.Hosting.Listeners;

/// <summary>Which door a connection came through.</summary>
internal enum ListenerKind
{
    /// <summary>API, dashboard, hub, the agents' routes.</summary>
    Public,

    /// <summary>Guests asking for metadata.</summary>
    Metadata,

    /// <summary>Health and metrics.</summary>
    Ops,

    /// <summary>The dashboard's own unix socket to the API.</summary>
    Local,
}
