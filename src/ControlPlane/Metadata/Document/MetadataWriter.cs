using System.Data;
using System.Globalization;
using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Metadata.Watch;
using Fleet.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Fleet.ControlPlane.Metadata.Document;

/// <summary>
/// READ COMMITTED, and the counter's UPDATE first: its row lock orders all writers of a subject, and what they read afterwards is newer than the last
/// commit. A write that needs both counters takes the project's before the instance's, so that no two writers wait for each other.
/// </summary>
internal sealed class MetadataWriter(IDbContextFactory<FleetDbContext> contexts, IChangeNotifier notifier) : IMetadataWriter
{
    private const string Kind = "metadata";

    // Half of a 64-bit token. At a thousand writes a second an instance gets there after 37 days, at one a minute after six thousand years.
    private const long LastRevision = uint.MaxValue;

    private const string MoveProject = "UPDATE project_revisions SET revision = revision + 1 WHERE project_id = $1 RETURNING revision";
    private const string MoveInstance = "UPDATE instance_revisions SET revision = revision + 1 WHERE project_id = $1 AND instance_id = $2 RETURNING revision";

    public Task<Outcome<T>> WriteProjectAsync<T>(ProjectId project, long? ifMatch, Func<MetadataWrite, Task<Outcome<T>>> act, CancellationToken cancellationToken) =>
        WriteAsync(project, null, ifMatch, act, cancellationToken);

    public Task<Outcome<T>> WriteInstanceAsync<T>(ProjectId project, InstanceId instance, long? ifMatch, Func<MetadataWrite, Task<Outcome<T>>> act, CancellationToken cancellationToken) =>
        WriteAsync(project, instance, ifMatch, act, cancellationToken);

    private async Task<Outcome<T>> WriteAsync<T>(ProjectId project, InstanceId? instance, long? ifMatch, Func<MetadataWrite, Task<Outcome<T>>> act, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // Whatever fails ends the whole transaction: a savepoint round every save would only cost round trips.
        db.Database.AutoSavepointsEnabled = false;
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        if (await MoveAsync(db, transaction, project, instance, cancellationToken) is not { } revision)
            return new NotFoundError(instance is null ? $"project {project}" : $"instance {instance}");
        if (revision > LastRevision)
            return new ConflictError("metadata.revisionExhausted", "the 32-bit revision of this document is used up; delete the resource and create it anew");
        if (ifMatch is { } expected && expected != revision - 1)
            return new StaleError((revision - 1).ToString(CultureInfo.InvariantCulture));

        var outcome = await act(new(db, project, instance, revision));
        // Leaving without a commit rolls back: the counter has not moved either.
        if (outcome.Error is not null)
            return outcome;

        db.ChangeLog.Add(new() { ProjectId = project, InstanceId = instance, Kind = Kind });
        await db.SaveChangesAsync(cancellationToken);
        // Not cancellable: a commit that was sent may have happened, and then its caller must be told so.
        await transaction.CommitAsync(CancellationToken.None);
        notifier.Changed(project, instance, Kind);
        return outcome;
    }

    private static async Task<long?> MoveAsync(FleetDbContext db, IDbContextTransaction transaction, ProjectId project, InstanceId? instance, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(instance is null ? MoveProject : MoveInstance, (NpgsqlConnection)db.Database.GetDbConnection(),
            (NpgsqlTransaction)transaction.GetDbTransaction());
        command.Parameters.Add(new() { Value = project.Value });
        if (instance is { } id)
            command.Parameters.Add(new() { Value = id.Value });
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }
}
