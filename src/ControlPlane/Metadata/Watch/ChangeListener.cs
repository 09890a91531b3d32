using Microsoft.Extensions.Options;
using Npgsql;

namespace Fleet.ControlPlane.Metadata.Watch;

/// <summary>
/// LISTEN, and the change_log's tail, on one session of its own. The tail makes up for a node that died between its commit and its NOTIFY, and for a hint that
/// was lost; being asked every second it also finds out when the session is dead. Every new session begins with "read everything again".
/// </summary>
internal sealed class ChangeListener(NpgsqlDataSource database, ChangeFeed feed, NodeName node, IOptions<MetadataOptions> options, TimeProvider time, ILogger<ChangeListener> logger)
    : BackgroundService
{
    private static readonly TimeSpan TailEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UnsettledTailEvery = TimeSpan.FromMilliseconds(50);

    // An old transaction that has nothing to do with us (a dump, say) may hold the horizon for hours: it must not cost twenty reads a second all that time.
    private static readonly TimeSpan LongestUnsettled = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                logger.LogWarning(e, "the session that hears of changes is lost; opening another");
                await Task.Delay(RetryAfter, time, CancellationToken.None);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        await using var connection = await OpenAsync(stoppingToken);
        connection.Notification += (_, e) => Hear(e.Payload);
        await using (var listen = new NpgsqlCommand($"LISTEN {ChangeNotifier.Channel}", connection))
            await listen.ExecuteNonQueryAsync(stoppingToken);
        var tail = new ChangeTail();
        await tail.StartAsync(connection, stoppingToken);
        feed.Publish(null);

        var lastFound = time.GetTimestamp();
        while (true)
        {
            var pause = tail.IsUnsettled && time.GetElapsedTime(lastFound) < LongestUnsettled ? UnsettledTailEvery : TailEvery;
            var read = time.GetTimestamp();
            // Returns at each notification; the tail keeps its own pace all the same, or a busy fleet would read it without a pause.
            // Rounded up: Npgsql takes 0 ms for "for ever".
            for (var left = pause; left > TimeSpan.Zero; left = pause - time.GetElapsedTime(read))
                await connection.WaitAsync(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), stoppingToken);
            if (await tail.ReadAsync(connection, feed.Publish, stoppingToken) > 0)
                lastFound = time.GetTimestamp();
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (options.Value.ListenConnectionString is not { } direct)
            return await database.OpenConnectionAsync(cancellationToken);
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(direct) { Pooling = false, KeepAlive = 15 }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private void Hear(string payload)
    {
        var (sender, changes) = ChangePayload.Read(payload);
        if (sender == node.Value)
            return;
        foreach (var change in changes)
            feed.Publish(change);
    }
}
