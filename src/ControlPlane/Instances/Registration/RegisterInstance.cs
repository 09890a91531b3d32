using Fleet.Contracts;
using Fleet.ControlPlane.Access.Keys;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;
using Fleet.ControlPlane.Identity;
using Fleet.ControlPlane.Instances.Projects;
using Fleet.ControlPlane.Instances.Reading;
using Fleet.ControlPlane.Metadata.Watch;
using Fleet.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Fleet.ControlPlane.Instances.Registration;

/// <summary>Everything that an instance begins with is written in one transaction: a guest that asks a moment later gets all of it.</summary>
internal static class RegisterInstance
{
    public static async Task<IResult> HandleAsync(string project, HttpContext http, [AsParameters] Dependencies use, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(http, ContractsJson.Default.CreateInstance);
        if (body.Error is not null)
            return new ErrorResult(body.Error);
        var valid = NewInstance.Of(body.Value!, use.Time.GetUtcNow());
        if (valid.Error is not null)
            return new ErrorResult(valid.Error);
        var found = await use.Projects.FindAsync(project, cancellationToken);
        if (found.Error is not null)
            return new ErrorResult(found.Error);
        var instance = new InstanceRef(found.Value!.Id, project, InstanceId.New(), valid.Value!.Request.Name!);
        if (await WriteAsync(instance, valid.Value, http.User.Actor(), use, cancellationToken) is { } error)
            return new ErrorResult(error);

        use.Notifier.Changed(instance.Project, instance.Id, "spec");
        return (await use.Reader.GetAsync(instance, cancellationToken)).Match(made => ApiResult.Created(made, ContractsJson.Default.Instance, instance.Path, made.Etag));
    }

    private static async Task<FleetError?> WriteAsync(InstanceRef instance, NewInstance valid, string actor, Dependencies use, CancellationToken cancellationToken)
    {
        await using var db = await use.Contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        try
        {
            await InstanceRows.AddAsync(db, instance, valid, actor, use.Signer, cancellationToken);
            await transaction.CommitAsync(CancellationToken.None);
            return null;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "ix_instances_project_id_name" })
        {
            return new ConflictError("instance.exists", $"an instance named {instance.Name} exists already in project {instance.ProjectName}");
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "pk_instance_addresses" })
        {
            await transaction.RollbackAsync(CancellationToken.None);
            return await use.Holders.ConflictAsync(instance.Project, valid.Request.Network!, valid.Addresses, cancellationToken);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation })
        {
            // The project was deleted between the look-up and the write.
            return ProjectReader.Missing(instance.ProjectName);
        }
    }

    internal sealed record Dependencies(IDbContextFactory<FleetDbContext> Contexts, ProjectReader Projects, InstanceReader Reader, AddressHolders Holders,
        IOrderSigner Signer, IChangeNotifier Notifier, TimeProvider Time);
}
