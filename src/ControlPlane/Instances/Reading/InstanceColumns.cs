using Fleet.Contracts;
using Fleet.Contracts.Api;
using Fleet.ControlPlane.Hosting.Requests;
using Npgsql;

namespace Fleet.ControlPlane.Instances.Reading;

/// <summary>The one mapping from rows to the resource.</summary>
internal static class InstanceColumns
{
    /// <summary>A deadline is judged when it is read, and never written down as passed. Nothing sets one yet.</summary>
    private const string IsOverdue = "(s.deadline <= now() AND s.state IN (0, 1, 2))";

    /// <summary>A <see cref="ProvisioningState"/>.</summary>
    public const string State = $"(CASE WHEN {IsOverdue} THEN 6 ELSE s.state END)";

    /// <summary>A <see cref="Contracts.Api.Liveness"/>: a connected agent that has been quiet for longer than 60 seconds is silent.</summary>
    public const string Liveness = """
        (CASE WHEN s.last_seen_at IS NULL THEN 0 WHEN s.disconnected_at IS NOT NULL THEN 3
              WHEN s.last_seen_at >= now() - interval '60 seconds' THEN 1 ELSE 2 END)
        """;

    public const string Select = $"""
        SELECT i.id, i.name, p.name, i.hostname, i.labels, i.dialect, i.provider_instance_id, i.zone, i.machine_type, i.image, i.network, i.addresses,
               i.mac_addresses, pr.revision, r.revision, {State}, s.reason, s.failed_step, s.late, s.boot_id,
               CASE WHEN {IsOverdue} THEN s.deadline ELSE s.since END, s.deadline, {Liveness}, s.agent_version, s.last_seen_at, i.created_at, i.spec_version
        FROM instances i JOIN projects p ON p.id = i.project_id JOIN project_revisions pr ON pr.project_id = i.project_id
        JOIN instance_revisions r ON r.instance_id = i.id JOIN instance_status s ON s.instance_id = i.id
        """;

    public static Instance Map(NpgsqlDataReader row)
    {
        var addresses = row.GetFieldValue<string[]>(11);
        var macs = row.GetFieldValue<string[]>(12);
        var state = (ProvisioningState)row.GetInt32(15);
        var seen = Time(row, 24);
        return new()
        {
            Id = InstanceId.From(row.GetGuid(0)),
            Name = row.GetString(1),
            Project = row.GetString(2),
            Hostname = Text(row, 3),
            Labels = row.GetFieldValue<Dictionary<string, string>>(4),
            Dialect = Text(row, 5),
            ProviderInstanceId = Text(row, 6),
            Zone = Text(row, 7),
            MachineType = Text(row, 8),
            Image = Text(row, 9),
            Network = Text(row, 10),
            Addresses = addresses,
            MacAddresses = macs,
            NetworkInterfaces = Interfaces(addresses, macs),
            MetadataRevision = Revisions.Document(row.GetInt64(13), row.GetInt64(14)),
            Provisioning = new()
            {
                State = state,
                Reason = Text(row, 16) ?? (state == ProvisioningState.TimedOut ? "the deadline passed before provisioning ended" : null),
                FailedStep = Text(row, 17),
                Late = row.GetBoolean(18),
                BootId = row.IsDBNull(19) ? null : row.GetGuid(19),
                Since = row.GetFieldValue<DateTimeOffset>(20),
                Deadline = Time(row, 21),
            },
            Liveness = (Liveness)row.GetInt32(22),
            Agent = seen is null ? null : new AgentInfo(Text(row, 23), seen),
            CreatedAt = row.GetFieldValue<DateTimeOffset>(25),
            Etag = Revisions.Spec(row.GetInt64(26)),
        };
    }

    /// <summary>One to one where there are as many of each; else the first interface has all addresses.</summary>
    private static NetworkInterface[] Interfaces(string[] addresses, string[] macs)
    {
        if (macs.Length == 0)
            return addresses.Length == 0 ? [] : [new(null, addresses)];
        return macs.Length == addresses.Length
            ? [.. macs.Zip(addresses, (mac, address) => new NetworkInterface(mac, [address]))]
            : [.. macs.Select((mac, index) => new NetworkInterface(mac, index == 0 ? addresses : []))];
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? Time(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
