using System.Text.Json;
using Fleet.Contracts;
using Fleet.Contracts.Events;
using Npgsql;
using NpgsqlTypes;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>One binary COPY for the whole group: four times the rows of the best INSERT (limits.md D).</summary>
internal static class EventCopy
{
    private const string Into = """
        COPY events (received_at, stream_id, seq, boot_row_id, path, kind, outcome, monotonic_ns, wall_time, message, attributes, gap_count) FROM STDIN (FORMAT BINARY)
        """;

    public static async Task WriteAsync(NpgsqlConnection connection, IReadOnlyCollection<StreamPlan> plans, IReadOnlyDictionary<(Guid, Guid), BootTouch> boots,
        DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(Into, cancellationToken);
        foreach (var plan in plans)
            foreach (var e in plan.Accepted)
                await WriteAsync(copy, plan.Id, boots[(plan.Key.Instance.Value, e.BootId)].Id, e, receivedAt, cancellationToken);
        await copy.CompleteAsync(cancellationToken);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, long stream, BootRowId boot, AgentEvent e, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        await copy.StartRowAsync(cancellationToken);
        await copy.WriteAsync(receivedAt, NpgsqlDbType.TimestampTz, cancellationToken);
        await copy.WriteAsync(stream, NpgsqlDbType.Bigint, cancellationToken);
        await copy.WriteAsync(e.Seq, NpgsqlDbType.Bigint, cancellationToken);
        await copy.WriteAsync(boot.Value, NpgsqlDbType.Uuid, cancellationToken);
        await copy.WriteAsync(e.Path, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync((short)e.Kind, NpgsqlDbType.Smallint, cancellationToken);
        await WriteAsync(copy, (short?)e.Outcome, NpgsqlDbType.Smallint, cancellationToken);
        await copy.WriteAsync(e.MonotonicNs, NpgsqlDbType.Bigint, cancellationToken);
        await copy.WriteAsync(e.WallTime.ToUniversalTime(), NpgsqlDbType.TimestampTz, cancellationToken);
        await (e.Message is null ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(e.Message, NpgsqlDbType.Text, cancellationToken));
        await (e.Attributes is not { Count: > 0 } attributes ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(Json(attributes), NpgsqlDbType.Jsonb, cancellationToken));
        await WriteAsync(copy, e.GapCount, NpgsqlDbType.Integer, cancellationToken);
    }

    private static Task WriteAsync<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type, CancellationToken cancellationToken)
        where T : struct => value is { } v ? copy.WriteAsync(v, type, cancellationToken) : copy.WriteNullAsync(cancellationToken);

    private static string Json(IReadOnlyDictionary<string, string> attributes) =>
        JsonSerializer.Serialize(attributes as Dictionary<string, string> ?? new(attributes), ContractsJson.Default.DictionaryStringString);
}
