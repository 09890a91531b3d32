using Fleet.Contracts.Agents;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Listeners;
using Fleet.ControlPlane.Hosting.Tls;
using Npgsql;

namespace Fleet.ControlPlane.Agents.Enrolment;

/// <summary><c>GET /fleet/v1/bootstrap</c>: where the server is, and whom to trust there.</summary>
internal static class Bootstrap
{
    public static async Task<IResult> HandleAsync(HttpContext context, NpgsqlDataSource source, CertificateAuthority authority, Metadata.Watch.IChangeNotifier notifier)
    {
        if (await GuestCaller.FindAsync(context, source) is not { } caller)
            return new ErrorResult(new NotFoundError("an instance with this address"));
        await HeardAsync(caller, source, notifier, context.RequestAborted);
        return Results.Ok(new BootstrapDocument
        {
            Server = context.Features.Get<ListenerFeature>()!.Server!,
            CaPin = authority.Pin,
            CaCertificate = authority.Pem,
            Project = caller.ProjectName,
            Instance = caller.Instance,
        });
    }

    // The first sign of life: a guest that asks is booting, even if its agent never says a word.
    private static async Task HeardAsync(GuestCaller caller, NpgsqlDataSource source, Metadata.Watch.IChangeNotifier notifier, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            WITH moved AS (UPDATE instance_status SET state = 1, since = now() WHERE instance_id = $1 AND state = 0 RETURNING instance_id)
            INSERT INTO change_log (project_id, instance_id, kind) SELECT $2, instance_id, 'status' FROM moved
            """);
        command.Parameters.Add(new() { Value = caller.Instance.Value });
        command.Parameters.Add(new() { Value = caller.Project.Value });
        if (await command.ExecuteNonQueryAsync(cancellationToken) > 0)
            notifier.Changed(caller.Project, caller.Instance, "status");
    }
}
