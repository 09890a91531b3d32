using Fleet.Contracts.Agents;
using Fleet.ControlPlane.Hosting.Errors;
using Npgsql;

namespace Fleet.ControlPlane.Agents.Enrolment;

/// <summary><c>POST /fleet/v1/join</c>: mints a single-use secret for the caller's own instance; only root can bind a source port below 1024.</summary>
internal static class Join
{
    public static async Task<IResult> HandleAsync(HttpContext context, NpgsqlDataSource source, JoinSecrets secrets)
    {
        if (context.Connection.RemotePort is 0 or >= 1024)
            return new ErrorResult(new ForbiddenError("join must come from a source port below 1024, which shows that root asks"));
        if (await GuestCaller.FindAsync(context, source) is not { } caller)
            return new ErrorResult(new NotFoundError("an instance with this address"));
        context.Response.Headers.CacheControl = "no-store";
        return (await secrets.MintAsync(caller.Instance, caller.Project, context.RequestAborted)).Match(secret => Results.Ok(new JoinReply(secret, (int)JoinSecrets.Life.TotalSeconds)));
    }
}
