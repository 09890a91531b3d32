using System.Text.Json;
using Fleet.Contracts;
using Fleet.Contracts.Orders;
using Npgsql;

namespace Fleet.ControlPlane.Metadata.Document;

/// <summary>The result sets that both halves have: attributes, keys in force, the signed set.</summary>
internal static class HalfRows
{
    public const string KeySet = "SELECT revision, signed_order FROM key_sets WHERE subject = $1";

    public static NpgsqlBatchCommand Command(string sql, object parameter) => new(sql) { Parameters = { new() { Value = parameter } } };

    public static async Task<AttributeSet> AttributesAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var entries = new List<KeyValuePair<string, AttributeEntry>>();
        while (await reader.ReadAsync(cancellationToken))
            entries.Add(new(reader.GetString(0), new(reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetInt64(2))));
        return new(entries);
    }

    /// <summary>Two result sets: the keys, then the signed set.</summary>
    public static async Task<DocumentKeys> KeysAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var keys = new List<DocumentKey>();
        while (await reader.ReadAsync(cancellationToken))
            keys.Add(new(reader.GetString(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetFieldValue<DateTimeOffset>(2)));
        await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new(reader.GetInt64(0), Order(reader.GetString(1)), keys) : new(0, null, keys);
    }

    public static SignedOrder? Order(string? json) => json is null ? null : JsonSerializer.Deserialize(json, ContractsJson.Default.SignedOrder);
}
