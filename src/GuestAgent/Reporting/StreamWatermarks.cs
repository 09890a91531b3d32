namespace Fleet.GuestAgent.Reporting;

/// <summary>How far a stream has come, for <c>fleet-agent status</c>.</summary>
internal sealed record StreamWatermarks(StreamName Stream, Guid Epoch, long Last, long Durable, long Safe);
