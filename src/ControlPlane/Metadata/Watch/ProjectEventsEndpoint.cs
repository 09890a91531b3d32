using System.Net.Mime;
using System.Runtime.CompilerServices;
using Fleet.Contracts.Api;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Listeners;
using Fleet.ControlPlane.Hosting.Requests;
using Fleet.ControlPlane.Identity;
using Fleet.ControlPlane.Instances.Projects;
using Microsoft.AspNetCore.Http.Features;

namespace Fleet.ControlPlane.Metadata.Watch;

/// <summary><c>GET /api/v1/projects/{project}/events</c>: hints, as server-sent events. Each connection begins with a <c>reset</c>: read, and then follow.</summary>
internal static class ProjectEventsEndpoint
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(20);

    // A stream costs a socket and a queue; dashboards need one a page.
    private const int MostStreams = 1000;
    private const int RetryAfterSeconds = 5;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var open = new StrongBox<int>(); // of this node
        endpoints.MapGet("/api/v1/projects/{project}/events",
                (string project, ProjectReader projects, IChangeFeed feed, IHostApplicationLifetime lifetime, TimeProvider time, CancellationToken cancellationToken) =>
                    GetAsync(project, projects, new(feed, lifetime, time, open), cancellationToken))
            .WithTags("projects").RequireAuthorization(Policies.Operator).OnListener(ListenerKind.Public, ListenerKind.Local)
            .Describe("projects.events", "Follow everything that changes in a project, as server-sent events", StatusCodes.Status503ServiceUnavailable)
            .Produces(StatusCodes.Status200OK, contentType: MediaTypeNames.Text.EventStream);
    }

    private static async Task<IResult> GetAsync(string project, ProjectReader projects, Surroundings around, CancellationToken cancellationToken)
    {
        var found = await projects.FindAsync(project, cancellationToken);
        return found.Error is null ? new Stream(found.Value!, projects, around) : new ErrorResult(found.Error);
    }

    private sealed record Surroundings(IChangeFeed Feed, IHostApplicationLifetime Lifetime, TimeProvider Time, StrongBox<int> Open);

    private sealed class Stream(Project project, ProjectReader projects, Surroundings around) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            try
            {
                if (Interlocked.Increment(ref around.Open.Value) <= MostStreams)
                    await OpenAsync(httpContext);
                else
                    await new ErrorResult(new UnavailableError($"this node holds {MostStreams} event streams already", RetryAfterSeconds)).ExecuteAsync(httpContext);
            }
            finally
            {
                Interlocked.Decrement(ref around.Open.Value);
            }
        }

        private async Task OpenAsync(HttpContext httpContext)
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, around.Lifetime.ApplicationStopping);
            using var events = new ProjectEventStream(around.Feed, project.Id);
            httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            httpContext.Response.ContentType = MediaTypeNames.Text.EventStream;
            httpContext.Response.Headers.CacheControl = "no-store";
            try
            {
                await FollowAsync(events, httpContext, ending.Token);
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
            }
        }

        private async Task FollowAsync(ProjectEventStream events, HttpContext httpContext, CancellationToken cancellationToken)
        {
            var output = httpContext.Response.Body;
            var looked = around.Time.GetTimestamp();
            await events.WriteAsync(output, cancellationToken);
            for (var next = events.WaitAsync(cancellationToken).AsTask(); ;)
            {
                var idle = await Task.WhenAny(next, Task.Delay(Heartbeat, around.Time, cancellationToken)) != next;
                // By the clock and not by silence: a busy project would keep a revoked token's stream open.
                if (idle || around.Time.GetElapsedTime(looked) >= Heartbeat)
                {
                    if (!await Reauthentication.StillCountsAsync(httpContext) || await IsGoneAsync(cancellationToken))
                        return;
                    looked = around.Time.GetTimestamp();
                }

                if (idle)
                {
                    await output.WriteAsync(": still here\n\n"u8.ToArray(), cancellationToken);
                    await output.FlushAsync(cancellationToken);
                    continue;
                }

                await next;
                await Task.Delay(Together, around.Time, cancellationToken);
                await events.WriteAsync(output, cancellationToken);
                next = events.WaitAsync(cancellationToken).AsTask();
            }
        }

        // A project of the same name that was made since is another one.
        private async Task<bool> IsGoneAsync(CancellationToken cancellationToken)
        {
            var found = await projects.FindAsync(project.Name, cancellationToken);
            return found.Error is not null || found.Value!.Id != project.Id;
        }
    }
}
