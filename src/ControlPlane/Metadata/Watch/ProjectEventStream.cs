using System.Text.Json;
using System.Threading.Channels;
using Fleet.Contracts;

namespace Fleet.ControlPlane.Metadata.Watch;

/// <summary>One reader of a project's events. What it cannot take in time is not kept for it: it is told to read everything anew.</summary>
internal sealed class ProjectEventStream : IDisposable
{
    private const int Capacity = 4096;
    private static readonly byte[] Reset = "event: reset\ndata: {}\n\n"u8.ToArray();

    private readonly Channel<Change> changes = Channel.CreateBounded<Change>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly ProjectId project;
    private readonly IDisposable subscription;
    private bool missed = true;

    public ProjectEventStream(IChangeFeed feed, ProjectId project)
    {
        this.project = project;
        subscription = feed.Subscribe(Hear);
    }

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => changes.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Writes all that has come, each (kind, instance) once. The first time, and after an overflow, a <c>reset</c> goes before it.</summary>
    public async Task WriteAsync(Stream output, CancellationToken cancellationToken)
    {
        var once = new OrderedDictionary<Change, bool>();
        while (changes.Reader.TryRead(out var read))
            once[read] = true;
        using var buffer = new MemoryStream();
        // After the drain: a reset that was called meanwhile covers all that was drained, and its own wake-up may have been among it.
        if (Interlocked.Exchange(ref missed, false))
            buffer.Write(Reset);
        else
            foreach (var change in once.Keys)
                Append(buffer, change);
        await output.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellationToken);
        await output.FlushAsync(cancellationToken);
    }

    public void Dispose() => subscription.Dispose();

    private void Hear(Change? change)
    {
        if (change is not null && change.Project != project)
            return;
        // After a reset nothing more is needed, and the wake-up must come through even when the channel is full.
        if (change is null || !changes.Writer.TryWrite(change))
        {
            Volatile.Write(ref missed, true);
            changes.Writer.TryWrite(new(project, null, "metadata"));
        }
    }

    private static void Append(MemoryStream buffer, Change change)
    {
        buffer.Write("event: change\ndata: "u8);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("kind", change switch { { Kind: "boot" } => "boot", { Instance: null } => "project", _ => "instance" });
            if (change.Instance is { } instance)
                json.WriteString("instance", instance.ToString());
            json.WriteEndObject();
        }

        buffer.Write("\n\n"u8);
    }
}
