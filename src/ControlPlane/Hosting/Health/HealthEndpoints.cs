using Fleet.ControlPlane.Hosting.Listeners;
using Npgsql;

namespace Fleet.ControlPlane.Hosting.Health;

/// <summary><c>/healthz</c>: the process answers. <c>/readyz</c>: it can do its work; 503 says what is missing.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("").AllowAnonymous().OnListener(ListenerKind.Ops).ExcludeFromDescription();
        group.MapGet("/healthz", () => Results.Text("ok\n"));
        group.MapGet("/readyz", ReadyAsync);
    }

    private static async Task<IResult> ReadyAsync(NpgsqlDataSource source, IEnumerable<IReadiness> parts, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return Missing("shutting down");
        try
        {
            await using var command = source.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(cancellationToken);
        }
        catch (NpgsqlException e)
        {
            return Missing($"database: {e.Message}");
        }

        return parts.Select(p => p.Missing).FirstOrDefault(m => m is not null) is { } missing ? Missing(missing) : Results.Text("ready\n");
    }

    private static IResult Missing(string what) => Results.Text($"not ready: {what}\n", statusCode: StatusCodes.Status503ServiceUnavailable);
}
