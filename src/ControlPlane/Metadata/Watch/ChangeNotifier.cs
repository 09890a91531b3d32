using Fleet.Contracts;
using Npgsql;

namespace Fleet.ControlPlane.Metadata.Watch;

/// <summary>
/// Sends what was committed on this node to the others: one statement for all that came together while the last one was under way. NOTIFY takes a lock over the
/// whole database until its transaction ends, so it never is part of a transaction that writes rows (it would cost two thirds of all commits).
/// </summary>
internal sealed class ChangeNotifier(NpgsqlDataSource database, ChangeFeed feed, NodeName node, TimeProvider time, ILogger<ChangeNotifier> logger) : BackgroundService, IChangeNotifier
{
    /// <summary>The channel of LISTEN and NOTIFY.</summary>
    public const string Channel = "fleet_changes";

    private const string Notify = $"SELECT pg_notify('{Channel}', payload) FROM unnest($1::text[]) AS payload";
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(250);

    // While the database is away nothing is committed, but boots are hinted at all the same.
    private const int MostPending = 100_000;

    private readonly Lock gate = new();
    private readonly SemaphoreSlim signal = new(0, 1);
    private HashSet<Change> pending = [];

    public void Changed(ProjectId project, InstanceId? instance, string kind)
    {
        var change = new Change(project, instance, kind);
        feed.Publish(change);
        Add(change);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        NpgsqlConnection? connection = null;
        try
        {
            while (true)
            {
                await signal.WaitAsync(stoppingToken);
                var changes = Take();
                try
                {
                    connection ??= await database.OpenConnectionAsync(stoppingToken);
                    await SendAsync(connection, changes, stoppingToken);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    logger.LogWarning(e, "could not notify the other nodes of {Count} changes; they find them in the change_log", changes.Count);
                    if (connection is not null)
                        await connection.DisposeAsync();
                    connection = null;
                    foreach (var change in changes)
                        Add(change);
                    await Task.Delay(RetryAfter, time, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            if (connection is not null)
                await connection.DisposeAsync();
        }
    }

    private async Task SendAsync(NpgsqlConnection connection, HashSet<Change> changes, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Notify, connection) { Parameters = { new() { Value = ChangePayload.Write(node.Value, changes).ToArray() } } };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private void Add(Change change)
    {
        lock (gate)
        {
            if (pending.Count < MostPending && pending.Add(change) && signal.CurrentCount == 0)
                signal.Release();
        }
    }

    private HashSet<Change> Take()
    {
        lock (gate)
        {
            var taken = pending;
            pending = [];
            return taken;
        }
    }
}
