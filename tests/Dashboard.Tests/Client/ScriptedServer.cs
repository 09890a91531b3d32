using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Fleet.Client;
using Fleet.Contracts;
using Fleet.Contracts.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Fleet.Dashboard.Tests.Client;

/// <summary>A Kestrel on a unix socket that answers as the test says, and remembers what it was asked.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly SocketsHttpHandler handler;
    private readonly Dictionary<string, RequestDelegate> answers = new(StringComparer.Ordinal);
    private readonly List<Asked> asked = [];

    private ScriptedServer(string socket)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(socket));
        app = builder.Build();
        app.Run(AnswerAsync);
        handler = FleetHandlers.UnixSocket(socket);
        Client = new FleetClient(FleetHandlers.Connect(FleetHandlers.WithToken(handler, _ => ValueTask.FromResult("flt_secret")), new Uri("http://fleet")));
    }

    /// <summary>A request; the target is as it stood on the wire.</summary>
    public sealed record Asked(string Method, string Target, IHeaderDictionary Headers, string Body);

    public FleetClient Client { get; }

    public IReadOnlyList<Asked> Requests
    {
        get
        {
            lock (asked)
                return [.. asked];
        }
    }

    public static async Task<ScriptedServer> StartAsync()
    {
        var server = new ScriptedServer(Path.Combine(Path.GetTempPath(), $"fleet-{Guid.CreateVersion7():N}.sock"));
        await server.app.StartAsync();
        return server;
    }

    /// <summary>Scripts an answer: <c>GET /api/v1/projects</c>, without a query.</summary>
    public ScriptedServer On(string methodAndPath, RequestDelegate answer)
    {
        lock (answers)
            answers[methodAndPath] = answer;
        return this;
    }

    public ScriptedServer On<T>(string methodAndPath, T body, JsonTypeInfo<T> type, string? etag = null) => On(methodAndPath, context =>
    {
        context.Response.Headers.ETag = etag;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(body, type));
    });

    public ScriptedServer OnProblem(string methodAndPath, FleetProblem problem) => On(methodAndPath, context =>
    {
        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = "application/problem+json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(problem, ContractsJson.Default.FleetProblem));
    });

    public async ValueTask DisposeAsync()
    {
        handler.Dispose();
        using var atOnce = new CancellationTokenSource(0);
        await app.StopAsync(atOnce.Token);
        await app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var target = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        using var body = new StreamReader(context.Request.Body);
        var request = new Asked(context.Request.Method, target, new HeaderDictionary(context.Request.Headers.ToDictionary()), await body.ReadToEndAsync());
        RequestDelegate? answer;
        lock (asked)
            asked.Add(request);
        lock (answers)
            answers.TryGetValue($"{request.Method} {target.Split('?')[0]}", out answer);
        if (answer is null)
            context.Response.StatusCode = 404;
        else
            await answer(context);
    }
}
