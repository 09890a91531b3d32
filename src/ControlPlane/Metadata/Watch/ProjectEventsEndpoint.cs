using System.Net.Mime;
using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Listeners;
using Fleet.ControlPlane.Identity;
using Fleet.Storage;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;

namespace Fleet.ControlPlane.Metadata.Watch;

/// <summary><c>GET /api/v1/projects/{project}/events</c>: hints, as server-sent events. Each connection begins with a <c>reset</c>: read, and then follow.</summary>
internal static class ProjectEventsEndpoint
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(20);

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api/v1/projects/{project}/events", GetAsync)
            .WithName("WatchProject").WithSummary("Everything that changes in a project, as server-sent events").WithTags("projects")
            .RequireAuthorization(Policies.Operator).OnListener(ListenerKind.Public, ListenerKind.Local)
            .Produces(StatusCodes.Status200OK, contentType: MediaTypeNames.Text.EventStream)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> GetAsync(string project, IDbContextFactory<FleetDbContext> contexts, IChangeFeed feed, IHostApplicationLifetime lifetime, TimeProvider time,
        CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var isId = ProjectId.TryParse(project, null, out var id);
        var found = await db.Projects.Where(p => isId ? p.Id == id : p.Name == project).Select(p => (ProjectId?)p.Id).FirstOrDefaultAsync(cancellationToken);
        return found is { } known ? new Stream(known, feed, lifetime, time) : new ErrorResult(new NotFoundError($"project {project}"));
    }

    private sealed class Stream(ProjectId project, IChangeFeed feed, IHostApplicationLifetime lifetime, TimeProvider time) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, lifetime.ApplicationStopping);
            using var events = new ProjectEventStream(feed, project);
            httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            httpContext.Response.ContentType = MediaTypeNames.Text.EventStream;
            httpContext.Response.Headers.CacheControl = "no-store";
            try
            {
                await FollowAsync(events, httpContext.Response.Body, ending.Token);
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
            }
        }

        private async Task FollowAsync(ProjectEventStream events, System.IO.Stream output, CancellationToken cancellationToken)
        {
            await events.WriteAsync(output, cancellationToken);
            for (var next = events.WaitAsync(cancellationToken).AsTask(); ;)
            {
                if (await Task.WhenAny(next, Task.Delay(Heartbeat, time, cancellationToken)) != next)
                {
                    await output.WriteAsync(": still here\n\n"u8.ToArray(), cancellationToken);
                    await output.FlushAsync(cancellationToken);
                    continue;
                }

                await next;
                await Task.Delay(Together, time, cancellationToken);
                await events.WriteAsync(output, cancellationToken);
                next = events.WaitAsync(cancellationToken).AsTask();
            }
        }
    }
}
