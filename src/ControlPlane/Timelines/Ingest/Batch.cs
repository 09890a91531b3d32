using Fleet.Contracts;
using Fleet.Contracts.Events;
using Fleet.Contracts.Hub;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>One <c>Report</c> on its way to the database. Stream and project come from the credential, never from the message.</summary>
internal sealed class Batch(StreamKey stream, ProjectId project, long firstSeq, uint? crcBefore, IReadOnlyList<AgentEvent> events, HelloFacts? hello = null)
{
    // The hub's continuation must not run on the writer: it would hold up every other agent's batch.
    private readonly TaskCompletionSource<ReportReply> reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StreamKey Stream => stream;
    public ProjectId Project => project;
    public long FirstSeq => firstSeq;
    public uint? CrcBefore => crcBefore;
    public IReadOnlyList<AgentEvent> Events => events;
    public HelloFacts? Hello => hello;

    /// <summary>Why the database refused these events: set them aside without trying again.</summary>
    public string? Condemned { get; init; }

    /// <summary>About what it costs to hold, in bytes: what the queue is bounded by.</summary>
    public long Weight { get; } = 1024 + events.Sum(e => 256L + 2 * EventRules.Characters(e));

    /// <summary>Completes after the commit.</summary>
    public Task<ReportReply> Reply => reply.Task;

    public void Answer(ReportReply value) => reply.TrySetResult(value);

    public void Fail(Exception e) => reply.TrySetException(e);

    /// <summary>One event of it, to be tried alone.</summary>
    public Batch Slice(int index, long seq, string? condemned = null) =>
        new(stream, project, seq, index == 0 ? crcBefore : null, [events[index]], hello) { Condemned = condemned };
}
