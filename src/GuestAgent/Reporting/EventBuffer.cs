using Fleet.Contracts.Events;
using Fleet.GuestAgent.Steps;

namespace Fleet.GuestAgent.Reporting;

/// <summary>
/// The spool, in memory: numbers, stamps and keeps every event until the server has it for good. Over its cap the oldest output goes first, and a
/// gap says how much. (The spool on disk is to come: it takes this class's place.)
/// </summary>
internal sealed class EventBuffer(EventClock clock, AgentLog log, long capBytes = EventBuffer.CapBytes) : IStepSink
{
    public const long CapBytes = 16L << 20;
    private const long KeepAcknowledgedBytes = 2L << 20; // for each of the two streams
    private const long DropBytes = 256 << 10; // at once: each drop moves the list

    private readonly Lock _gate = new();
    private readonly EventStream[] _streams = [new(Guid.CreateVersion7()), new(Guid.CreateVersion7())];
    private readonly Pulse[] _pulses = [new(), new()];

    public EventClock Clock => clock;

    public void Started(string path) => Add(StreamName.Timeline, clock.Stamp(path, EventKind.Started));

    public void Progress(string path, string message) => Add(StreamName.Timeline, clock.Stamp(path, EventKind.Progress) with { Message = message });

    public void Output(string path, string text)
    {
        foreach (var piece in EventCut.Pieces(text))
            Add(StreamName.Output, clock.Stamp(path, EventKind.Output) with { Message = piece });
    }

    public void Finished(string path, StepOutcome outcome, string? message = null, IReadOnlyDictionary<string, string>? attributes = null) =>
        Add(StreamName.Timeline, clock.Stamp(path, EventKind.Finished) with { Outcome = outcome, Message = message, Attributes = attributes });

    public void Confirmed(string path, StepOutcome outcome, string? message, KeySetConfirmation? confirms) =>
        Add(StreamName.Timeline, clock.Stamp(path, EventKind.Finished) with { Outcome = outcome, Message = message, Confirms = confirms });

    /// <summary>Takes in an event that another process of this boot recorded, with its own stamps.</summary>
    public void Import(AgentEvent e) => Add(e.Kind == EventKind.Output ? StreamName.Output : StreamName.Timeline, e);

    public Task WaitAsync(StreamName name, CancellationToken ct) => _pulses[(int)name].WaitAsync(ct);

    /// <summary>Both senders look again.</summary>
    public void Wake()
    {
        foreach (var pulse in _pulses)
            pulse.Set();
    }

    public Guid Epoch(StreamName name)
    {
        lock (_gate)
            return _streams[(int)name].Epoch;
    }

    public Batch? Next(StreamName name, int atMost)
    {
        lock (_gate)
            return _streams[(int)name].Next(atMost);
    }

    public Batch Question(StreamName name)
    {
        lock (_gate)
            return _streams[(int)name].Question();
    }

    /// <summary>The server's word on a stream: forwards, or back to where it wants to hear from again. A contradiction opens a new epoch.</summary>
    public void MoveTo(StreamName name, Guid epoch, long durable, long safe)
    {
        lock (_gate)
        {
            var stream = _streams[(int)name];
            if (stream.Epoch != epoch)
                return; // an answer from before a fork
            if (stream.TryMoveTo(durable, safe, (first, last) => Gap(first, last, "acknowledged and forgotten before the server's database was restored")))
            {
                stream.ForgetAcknowledged(KeepAcknowledgedBytes);
                return;
            }
        }

        Fork(name, epoch);
    }

    /// <summary>The server holds other records under this epoch's numbers: what it has not acknowledged goes on in a new one.</summary>
    public void Fork(StreamName name, Guid epoch)
    {
        int count;
        lock (_gate)
        {
            var old = _streams[(int)name];
            if (old.Epoch != epoch)
                return;
            var stream = new EventStream(Guid.CreateVersion7());
            var rest = old.Unacknowledged();
            foreach (var e in rest)
                stream.Append(e);
            _streams[(int)name] = stream;
            count = rest.Count;
        }

        log.Warning($"stream {name} forked: {count} events are numbered anew");
        Progress(StepPath.Upkeep + "/reporting", $"the server holds other records of stream {epoch} ({name}): {count} events go on in a new one");
        _pulses[(int)name].Set();
    }

    public IReadOnlyList<StreamWatermarks> Watermarks()
    {
        lock (_gate)
            return [.. Enum.GetValues<StreamName>().Select(n => Of(n, _streams[(int)n]))];
    }

    public bool HasUnsent
    {
        get
        {
            lock (_gate)
                return Array.Exists(_streams, s => s.HasUnsent);
        }
    }

    private static StreamWatermarks Of(StreamName name, EventStream s) => new(name, s.Epoch, s.LastSeq, s.Durable, s.Safe);

    private AgentEvent Gap(long first, long last, string reason) =>
        clock.Stamp(StepPath.Upkeep + "/reporting", EventKind.Gap) with { Seq = first, GapCount = checked((int)(last - first + 1)), Message = reason };

    private void Add(StreamName name, AgentEvent e)
    {
        var fitting = EventCut.Fit(e);
        lock (_gate)
        {
            e = _streams[(int)name].Append(fitting);
            Shrink();
        }

        _pulses[(int)name].Set();
        if (e.Kind is not EventKind.Output)
            Log(e);
    }

    private void Shrink()
    {
        var (timeline, output) = (_streams[(int)StreamName.Timeline], _streams[(int)StreamName.Output]);
        while (timeline.Bytes + output.Bytes > capBytes)
        {
            var before = timeline.Bytes + output.Bytes;
            if (output.Drop(DropBytes, (first, last) => Gap(first, last, "output dropped: the memory for events was full")) > 0)
                continue;
            output.ForgetAcknowledged(0);
            timeline.ForgetAcknowledged(0);
            if (timeline.Bytes + output.Bytes == before &&
                timeline.Drop(DropBytes, (first, last) => Gap(first, last, "events dropped: the memory for events was full")) <= 0)
                return; // what is left is on its way
        }
    }

    private void Log(AgentEvent e)
    {
        var line = $"{e.Path} {(e.Outcome is { } outcome ? outcome.ToString() : e.Kind.ToString())}{(e.Message is null ? "" : ": " + e.Message)}";
        if (e.Outcome is StepOutcome.Failed or StepOutcome.TimedOut)
            log.Error(line);
        else if (e.Kind is EventKind.Started)
            log.Debug(line);
        else
            log.Info(line);
    }
}
