using Fleet.Contracts;
using Fleet.ControlPlane.Audit;
using Fleet.ControlPlane.Hosting.Background;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Instances;
using Fleet.ControlPlane.Metadata.Document;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Fleet.ControlPlane.Access.Keys;

/// <summary>
/// Turns time into a write: when a key's time is over by the database's clock, its subject's set is signed anew without it. Every node sweeps; the
/// counter's lock lets one of them be first, and the others find nothing left to mark and roll back.
/// </summary>
internal sealed partial class KeyExpirySweep(NpgsqlDataSource database, IMetadataWriter writer, IOrderSigner signer, TimeProvider time, ILogger<KeyExpirySweep> logger)
    : RepeatedWork(time)
{
    private const string DueSql = """
        SELECT DISTINCT project_id, instance_id FROM ssh_keys
        WHERE expires_at <= now() AND removed_at IS NULL AND expired_at IS NULL LIMIT 100
        """;

    private const string NextSql = """
        SELECT extract(epoch FROM min(expires_at) - clock_timestamp())::float8 FROM ssh_keys WHERE expires_at IS NOT NULL AND removed_at IS NULL AND expired_at IS NULL
        """;

    private static readonly TimeSpan AtLeastEvery = TimeSpan.FromSeconds(1);

    // Not sooner, also when a subject fails again and again.
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(50);

    protected override TimeSpan AfterFailure => AtLeastEvery;

    /// <summary>One pass; how many subjects were written.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var written = 0;
        foreach (var subject in await DueAsync(cancellationToken))
        {
            var outcome = await subject.WriteAsync(writer, write => ExpireAsync(write, subject, cancellationToken), cancellationToken);
            written += outcome.Error is null ? 1 : 0;
        }

        return written;
    }

    protected override async Task<TimeSpan> RunAsync(CancellationToken cancellationToken)
    {
        await SweepAsync(cancellationToken);
        return await NextAsync(cancellationToken);
    }

    protected override void Failed(Exception exception) => LogFailed(logger, exception);

    private async Task<Outcome<bool>> ExpireAsync(MetadataWrite write, KeySubject subject, CancellationToken cancellationToken)
    {
        var expired = await write.Db.Database.SqlQuery<Guid>($"""
            UPDATE ssh_keys SET expired_at = now()
            WHERE project_id = {write.Project.Value} AND instance_id IS NOT DISTINCT FROM {write.Instance?.Value}::uuid
              AND expires_at <= now() AND removed_at IS NULL AND expired_at IS NULL
            RETURNING id
            """).ToListAsync(cancellationToken);
        if (expired.Count == 0)
            return new Unchanged();
        foreach (var id in expired)
            write.Db.Audit("system", "sshKeys.expire", write.Project, $"{subject.Subject}/sshKeys/{SshKeyId.From(id)}");
        await KeySets.SignAsync(write, signer, cancellationToken);
        return true;
    }

    private async Task<List<KeySubject>> DueAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(DueSql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var due = new List<KeySubject>();
        while (await reader.ReadAsync(cancellationToken))
            due.Add(new(ProjectId.From(reader.GetGuid(0)), reader.IsDBNull(1) ? null : InstanceId.From(reader.GetGuid(1)), ""));
        return due;
    }

    private async Task<TimeSpan> NextAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(NextSql);
        var next = await command.ExecuteScalarAsync(cancellationToken) is double seconds && seconds < AtLeastEvery.TotalSeconds ? TimeSpan.FromSeconds(seconds) : AtLeastEvery;
        return next < AtMostEvery ? AtMostEvery : next;
    }

    [LoggerMessage(EventId = 4201, Level = LogLevel.Warning, Message = "Expired SSH keys were not swept; the next sweep will do it")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
