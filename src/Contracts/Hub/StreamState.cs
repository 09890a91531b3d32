namespace Fleet.Contracts.Hub;

/// <summary>How far a stream has come on the server.</summary>
/// <param name="Epoch">The stream's epoch.</param>
/// <param name="Durable">The last number that is committed; 0 when there is none.</param>
/// <param name="Safe">The last number that the agent may forget: a standby has it, or it has been durable for 15 minutes.</param>
public sealed record StreamState(Guid Epoch, long Durable, long Safe);
