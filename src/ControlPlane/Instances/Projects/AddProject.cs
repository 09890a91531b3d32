using Fleet.Contracts;
using Fleet.ControlPlane.Audit;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;
using Fleet.ControlPlane.Identity;
using Fleet.ControlPlane.Metadata.Watch;
using Fleet.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Fleet.ControlPlane.Instances.Projects;

internal static class AddProject
{
    public static async Task<IResult> HandleAsync(
        HttpContext http, IDbContextFactory<FleetDbContext> contexts, ProjectReader reader, IChangeNotifier notifier, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(http, ContractsJson.Default.CreateProject);
        if (body.Error is not null)
            return new ErrorResult(body.Error);
        var problems = new FieldProblems();
        ProjectFields.CheckName(body.Value!.Name, problems);
        ProjectFields.CheckDisplayName(body.Value.DisplayName, problems);
        if (problems.ToError() is { } invalid)
            return new ErrorResult(invalid);

        var (id, name) = (ProjectId.New(), body.Value.Name!);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Projects.Add(new() { Id = id, Name = name, DisplayName = body.Value.DisplayName });
        db.ProjectRevisions.Add(new() { ProjectId = id, Revision = 1, Floor = 1 });
        db.ChangeLog.Add(new() { ProjectId = id, Kind = "spec" });
        db.Audit(http.User.Actor(), "projects.create", id, $"projects/{id}", new() { ["name"] = name });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "ix_projects_name" })
        {
            return new ErrorResult(new ConflictError("project.exists", $"a project named {name} exists already"));
        }

        notifier.Changed(id, null, "spec");
        return (await reader.FindAsync(name, cancellationToken)).Match(made => ApiResult.Created(made, ContractsJson.Default.Project, $"/api/v1/projects/{name}", made.Etag));
    }
}
