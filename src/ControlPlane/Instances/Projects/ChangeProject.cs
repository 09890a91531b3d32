using Fleet.Contracts;
using Fleet.Contracts.Api;
using Fleet.ControlPlane.Audit;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;
using Fleet.ControlPlane.Identity;
using Fleet.ControlPlane.Metadata.Watch;
using Fleet.Storage;
using Microsoft.EntityFrameworkCore;

namespace Fleet.ControlPlane.Instances.Projects;

/// <summary>Only the display name: guests never see it, so the document's revision stays where it is.</summary>
internal static class ChangeProject
{
    public static async Task<IResult> HandleAsync(
        string project, HttpContext http, IDbContextFactory<FleetDbContext> contexts, ProjectReader reader, IChangeNotifier notifier, CancellationToken cancellationToken)
    {
        var ifMatch = IfMatch.Required(http);
        if (ifMatch.Error is not null)
            return new ErrorResult(ifMatch.Error);
        var body = await RequestBody.ReadPatchAsync(http, ContractsJson.Default.CreateProject, ContractsJson.Default.Project);
        if (body.Error is not null)
            return new ErrorResult(body.Error);
        if (Check(body.Value!) is { } invalid)
            return new ErrorResult(invalid);
        var changed = await ChangeAsync(project, ifMatch.Value!, body.Value!, http.User.Actor(), contexts, reader, notifier, cancellationToken);
        return changed is not null and not Unchanged
            ? new ErrorResult(changed)
            : (await reader.FindAsync(project, cancellationToken)).Match(found => ApiResult.Ok(found, ContractsJson.Default.Project, found.Etag));
    }

    private static InvalidError? Check(Patch<CreateProject> patch)
    {
        var problems = new FieldProblems();
        if (patch.Has("name"))
            problems.Add("/name", "is read-only; a project keeps its name");
        ProjectFields.CheckDisplayName(patch.Value.DisplayName, problems);
        return problems.ToError();
    }

    private static async Task<FleetError?> ChangeAsync(string project, IfMatch ifMatch, Patch<CreateProject> patch, string actor,
        IDbContextFactory<FleetDbContext> contexts, ProjectReader reader, IChangeNotifier notifier, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!Names.IsResource(project) || await db.Projects.SingleOrDefaultAsync(p => p.Name == project, cancellationToken) is not { } row)
            return ProjectReader.Missing(project);
        if (ifMatch.Check(Revisions.Spec(row.SpecVersion)) is { } stale)
            return stale;
        if (!patch.Has("displayName") || row.DisplayName == patch.Value.DisplayName)
            return new Unchanged();
        row.DisplayName = patch.Value.DisplayName;
        row.SpecVersion++;
        db.ChangeLog.Add(new() { ProjectId = row.Id, Kind = "spec" });
        db.Audit(actor, "projects.update", row.Id, $"projects/{row.Id}", new() { ["fields"] = "displayName" });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody was faster, between our read and our write; SpecVersion is the concurrency token.
            if (ifMatch.Tag is null)
                return await ChangeAsync(project, ifMatch, patch, actor, contexts, reader, notifier, cancellationToken);
            var now = await reader.FindAsync(project, cancellationToken);
            return now.Error ?? new StaleError(now.Value!.Etag);
        }

        notifier.Changed(row.Id, null, "spec");
        return null;
    }
}
