using System.Globalization;
using Npgsql;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>Day partitions of <c>events</c>, by receive time in UTC. Every change is one short transaction under one advisory lock, so that nodes do not meet.</summary>
internal sealed partial class EventPartitions(NpgsqlDataSource source, ILogger<EventPartitions> logger)
{
    private const long Lock = 0x464C_4545_5450_4152; // "FLEETPAR"
    private const string Prefix = "events_";

    public static string Name(DateOnly day) => Prefix + day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>The days that have a partition.</summary>
    public async Task<IReadOnlyList<DateOnly>> ListAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'events'::regclass");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var days = new List<DateOnly>();
        while (await reader.ReadAsync(cancellationToken))
            if (reader.GetString(0) is var name && name.StartsWith(Prefix, StringComparison.Ordinal)
                && DateOnly.TryParseExact(name[Prefix.Length..], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                days.Add(day);
        return days;
    }

    /// <summary>Makes the day's partition. Rows that went to the default partition for want of it move along, in the same transaction.</summary>
    public async Task CreateAsync(DateOnly day, CancellationToken cancellationToken)
    {
        // ATTACH, not CREATE … PARTITION OF: that would lock the whole of events against readers and writers (ACCESS EXCLUSIVE).
        var (name, range) = (Name(day), $"'{day:yyyy-MM-dd}' AND received_at < '{day.AddDays(1):yyyy-MM-dd}'");
        var moved = await ExecuteAsync($"""
            CREATE TABLE {name} (LIKE events INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
            WITH strays AS (DELETE FROM events_default WHERE received_at >= {range} RETURNING *) INSERT INTO {name} SELECT * FROM strays;
            ALTER TABLE events ATTACH PARTITION {name} FOR VALUES FROM ('{day:yyyy-MM-dd}') TO ('{day.AddDays(1):yyyy-MM-dd}');
            """, unless: $"to_regclass('{name}') IS NOT NULL", cancellationToken);
        if (moved > 0)
            LogStrays(moved, name);
    }

    /// <summary>Takes the day away.</summary>
    public async Task DropAsync(DateOnly day, CancellationToken cancellationToken)
    {
        // CONCURRENTLY is not possible beside a default partition; the lock time-out keeps a long reader from holding up ingest behind this.
        var name = Name(day);
        await ExecuteAsync($"ALTER TABLE events DETACH PARTITION {name}; DROP TABLE {name};", unless: $"to_regclass('{name}') IS NULL", cancellationToken);
        LogDropped(name);
    }

    private async Task<long> ExecuteAsync(string sql, string unless, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var guard = new NpgsqlCommand($"SET LOCAL lock_timeout = '2s'; SET LOCAL TimeZone = 'UTC'; SELECT pg_advisory_xact_lock({Lock}); SELECT {unless}", connection, transaction))
        {
            await using var reader = await guard.ExecuteReaderAsync(cancellationToken);
            await reader.NextResultAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            if (reader.GetBoolean(0))
                return 0;
        }

        await using var command = new NpgsqlCommand(sql, connection, transaction);
        var rows = await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return rows;
    }

    [LoggerMessage(2020, LogLevel.Warning, "{Count} events had no partition of their day; they moved from events_default to {Partition}")]
    private partial void LogStrays(long count, string partition);

    [LoggerMessage(2021, LogLevel.Information, "dropped {Partition}: older than the retention of events")]
    private partial void LogDropped(string partition);
}
