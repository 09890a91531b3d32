namespace Fleet.Contracts.Hub;

/// <summary>The answer to <c>Hello</c>.</summary>
public sealed record HelloReply
{
    /// <summary>The protocol of this connection.</summary>
    public required int ProtocolVersion { get; init; }

    /// <summary>What the server has of each stream asked for, in the order asked.</summary>
    public required IReadOnlyList<StreamState> Streams { get; init; }

    /// <summary>Names this life of the database; it changes with a restore or a promotion, and the agent then sends again what it still holds.</summary>
    public required string DbEpoch { get; init; }

    /// <summary>The server's clock.</summary>
    public required DateTimeOffset ServerTime { get; init; }
}
