using Fleet.Contracts;
using Fleet.Contracts.Orders;
using Npgsql;

namespace Fleet.ControlPlane.Metadata.Document;

/// <summary>Reads an instance's half in one round trip, within a snapshot whose counters are known.</summary>
internal sealed class InstanceHalfQuery(InstanceId instance, long revision, long floor, long factsRevision)
{
    private const string Attributes = "SELECT key, value, revision FROM instance_attributes WHERE instance_id = $1";
    private const string Keys = "SELECT \"user\", public_key, expires_at FROM ssh_keys WHERE instance_id = $1 AND removed_at IS NULL AND expired_at IS NULL ORDER BY id";
    private const string Facts = "SELECT numeric_id, name, hostname, zone, machine_type, image, addresses, mac_addresses, user_data, user_data_order FROM instances WHERE id = $1";

    public async Task<InstanceHalf> ReadAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                HalfRows.Command(Attributes, instance.Value),
                HalfRows.Command(Keys, instance.Value),
                HalfRows.Command(HalfRows.KeySet, OrderSubject.Of(instance)),
                HalfRows.Command(Facts, instance.Value),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var attributes = await HalfRows.AttributesAsync(reader, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var keys = await HalfRows.KeysAsync(reader, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new()
        {
            Id = instance,
            Revision = revision,
            Floor = floor,
            FactsRevision = factsRevision,
            Attributes = attributes,
            Keys = keys,
            NumericId = reader.GetInt64(0),
            Name = reader.GetString(1),
            Hostname = Text(reader, 2),
            Zone = Text(reader, 3),
            MachineType = Text(reader, 4),
            Image = Text(reader, 5),
            Addresses = reader.GetFieldValue<string[]>(6),
            MacAddresses = reader.GetFieldValue<string[]>(7),
            UserData = reader.IsDBNull(8) ? null : reader.GetFieldValue<byte[]>(8),
            UserDataOrder = HalfRows.Order(Text(reader, 9)),
        };
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
