using System.Text.Json.Serialization;
using Fleet.GuestAgent.Reporting;

namespace Fleet.GuestAgent.Commands.Daemon;

/// <summary>What <c>fleet-agent status</c> tells: <c>/run/fleet/status.json</c>.</summary>
internal sealed record AgentStatus
{
    public const string Path = "/run/fleet/status.json";

    /// <summary><c>provisioning</c>, <c>provisioned</c>, <c>degraded</c>, <c>failed</c>.</summary>
    public required string State { get; init; }

    /// <summary>What it is at: <c>login</c>, <c>final</c>, <c>upkeep</c>.</summary>
    public required string Stage { get; init; }

    public string? Instance { get; init; }

    public string? Server { get; init; }

    /// <summary>Whether there is a connection to the hub.</summary>
    public bool Connected { get; init; }

    /// <summary>What last went wrong and still does.</summary>
    public string? LastError { get; init; }

    public IReadOnlyList<StreamWatermarks> Streams { get; init; } = [];

    /// <summary>Whether it will not change by waiting.</summary>
    [JsonIgnore]
    public bool IsFinal => State is "provisioned" or "degraded" or "failed";

    /// <summary>As of <c>provision</c>: 0, 2, 1.</summary>
    [JsonIgnore]
    public int ExitCode => State switch
    {
        "provisioned" => 0,
        "degraded" => 2,
        _ => 1,
    };
}
