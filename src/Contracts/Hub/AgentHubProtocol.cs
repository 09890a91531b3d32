namespace Fleet.Contracts.Hub;

/// <summary>The agents' hub: SignalR, JSON, WebSockets only, negotiation skipped.</summary>
public static class AgentHubProtocol
{
    /// <summary>Where the hub is, below the server's address.</summary>
    public const string Path = "/hubs/agent";

    /// <summary>The protocol that this build speaks. A hub that does not speak it refuses <c>Hello</c>.</summary>
    public const int Version = 1;

    /// <summary>Up: <c>Hello(HelloRequest) → HelloReply</c>, once after each connect.</summary>
    public const string Hello = "Hello";

    /// <summary>Up: <c>Report(Guid epoch, long firstSeq, uint? crcBefore, AgentEvent[] events) → ReportReply</c>.</summary>
    public const string Report = "Report";

    /// <summary>Down, no arguments: the server is going away; reconnect after a random delay of up to 30 s.</summary>
    public const string Drain = "Drain";

    /// <summary>Down, no arguments: this agent's identity has been revoked.</summary>
    public const string Revoked = "Revoked";
}
