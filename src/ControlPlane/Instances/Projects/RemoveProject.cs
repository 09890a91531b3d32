using Fleet.Contracts;
using Fleet.Contracts.Orders;
using Fleet.ControlPlane.Audit;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;
using Fleet.ControlPlane.Identity;
using Fleet.ControlPlane.Metadata.Watch;
using Fleet.Storage;
using Fleet.Storage.Entities;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Fleet.ControlPlane.Instances.Projects;

internal static class RemoveProject
{
    // Guests without a project of their own belong to it, and fleetd's own migration made it.
    private const string Default = "default";

    public static async Task<IResult> HandleAsync(
        string project, HttpContext http, IDbContextFactory<FleetDbContext> contexts, IChangeNotifier notifier, CancellationToken cancellationToken)
    {
        var ifMatch = IfMatch.Required(http);
        if (ifMatch.Error is not null)
            return new ErrorResult(ifMatch.Error);
        if (project == Default)
            return new ErrorResult(new ConflictError("project.default", "the project 'default' cannot be deleted"));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!Names.IsResource(project) || await LockAsync(db, project, cancellationToken) is not { } row)
            return new ErrorResult(ProjectReader.Missing(project));
        if (ifMatch.Value!.Check(Revisions.Spec(row.SpecVersion)) is { } stale)
            return new ErrorResult(stale);
        try
        {
            await db.KeySets.Where(s => s.Subject == OrderSubject.Of(row.Id)).ExecuteDeleteAsync(cancellationToken);
            await db.Projects.Where(p => p.Id == row.Id).ExecuteDeleteAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.ForeignKeyViolation or "23001")
        {
            return new ErrorResult(new ConflictError("project.notEmpty", $"projects/{project} still has instances; delete them first"));
        }

        db.ChangeLog.Add(new() { ProjectId = row.Id, Kind = "spec" });
        db.Audit(http.User.Actor(), "projects.delete", row.Id, $"projects/{row.Id}", new() { ["name"] = project });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        notifier.Changed(row.Id, null, "spec");
        return Results.NoContent();
    }

    /// <summary>The counter first, as every writer of the project does: whoever takes them in another order may wait for ever.</summary>
    private static async Task<ProjectRow?> LockAsync(FleetDbContext db, string project, CancellationToken cancellationToken)
    {
        var revision = await db.ProjectRevisions
            .FromSql($"SELECT r.* FROM project_revisions r JOIN projects p ON p.id = r.project_id WHERE p.name = {project} FOR UPDATE OF r")
            .AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return revision is null ? null : await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == revision.ProjectId, cancellationToken);
    }
}
