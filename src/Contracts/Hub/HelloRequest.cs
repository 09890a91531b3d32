using Fleet.Contracts.Events;

namespace Fleet.Contracts.Hub;

/// <summary>What an agent says when it has connected.</summary>
public sealed record HelloRequest
{
    /// <summary>The newest protocol the agent speaks.</summary>
    public required int ProtocolVersion { get; init; }

    /// <summary>The agent's version, such as <c>0.1.0</c>; at most 64 characters.</summary>
    public required string AgentVersion { get; init; }

    /// <summary>The guest's boot id.</summary>
    public required Guid BootId { get; init; }

    /// <summary>What zero means on its monotonic clock.</summary>
    public required BootOrigin Origin { get; init; }

    /// <summary>Nanoseconds since zero, at the moment of sending.</summary>
    public required long MonotonicNs { get; init; }

    /// <summary>The guest's wall clock, at the same moment; the server keeps the difference to its own.</summary>
    public required DateTimeOffset WallTime { get; init; }

    /// <summary>The epochs of the streams that the agent holds; the answer has a state for each.</summary>
    public required IReadOnlyList<Guid> Epochs { get; init; }
}
