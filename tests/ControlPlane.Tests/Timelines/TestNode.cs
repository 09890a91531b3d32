using Fleet.Contracts;
using Fleet.Contracts.Events;
using Fleet.Contracts.Hub;
using Fleet.ControlPlane.Metadata.Watch;
using Fleet.ControlPlane.Timelines.Ingest;
using Fleet.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Fleet.ControlPlane.Tests.Timelines;

/// <summary>The ingest of one node, with connections of its own.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly NpgsqlDataSource source;

    private TestNode(string connectionString)
    {
        source = FleetDatabase.Open(connectionString);
        Queue = new(new(new(source), Epoch, new(TimeProvider.System), Notifier, NullLogger<GroupIngest>.Instance), NullLogger<IngestQueue>.Instance);
    }

    public DatabaseEpoch Epoch { get; } = new();
    public RecordingNotifier Notifier { get; } = new();
    public IngestQueue Queue { get; }

    public static async Task<TestNode> StartAsync(TestFleet fleet)
    {
        var node = new TestNode(fleet.ConnectionString);
        await node.Queue.StartAsync(CancellationToken.None);
        return node;
    }

    public Task<ReportReply> ReportAsync(ProjectId project, StreamKey stream, params AgentEvent[] events) => Queue.SubmitAsync(new(stream, project, events[0].Seq, null, events));

    public async ValueTask DisposeAsync()
    {
        await Queue.StopAsync(CancellationToken.None);
        Queue.Dispose();
        await source.DisposeAsync();
    }
}

internal sealed class RecordingNotifier : IChangeNotifier
{
    private readonly Lock gate = new();
    private readonly List<(ProjectId Project, InstanceId? Instance, string Kind)> changes = [];

    public IReadOnlyList<(ProjectId Project, InstanceId? Instance, string Kind)> Changes
    {
        get
        {
            lock (gate)
                return [.. changes];
        }
    }

    public void Changed(ProjectId project, InstanceId? instance, string kind)
    {
        lock (gate)
            changes.Add((project, instance, kind));
    }
}
