using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Fleet.ControlPlane.Access;
using Fleet.ControlPlane.Audit;
using Fleet.ControlPlane.Hosting.Idempotency;
using Fleet.ControlPlane.Hosting.Listeners;
using Fleet.ControlPlane.Identity;
using Fleet.ControlPlane.Instances;
using Fleet.ControlPlane.Metadata;
using Fleet.Storage;
using Fleet.TestKit;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Fleet.ControlPlane.Tests.Instances;

/// <summary>The API's modules in a real Kestrel over a real, empty database. Every request is the actor's that <c>X-Test-Actor</c> names.</summary>
internal sealed class TestApi : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly string directory;

    private TestApi(WebApplication app, NpgsqlDataSource database, string directory, CapturedLog log)
    {
        (this.app, Database, this.directory, Log) = (app, database, directory, log);
        Http = new() { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
    }

    public NpgsqlDataSource Database { get; }

    public HttpClient Http { get; }

    /// <summary>Everything that was logged, at every level.</summary>
    public CapturedLog Log { get; }

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public static async Task<TestApi> StartAsync(TestPostgres postgres)
    {
        var database = FleetDatabase.Open(await postgres.CreateDatabaseAsync());
        var directory = Path.Combine(Path.GetTempPath(), "fleet-api-" + RandomNumberGenerator.GetHexString(8, lowercase: true));
        var log = new CapturedLog();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrel(k => k.Limits.MaxRequestBodySize = 4 * 1024 * 1024).UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        builder.Configuration["Database:DataDirectory"] = directory;
        var services = builder.Services;
        services.AddSingleton(database).AddSingleton(TimeProvider.System).AddDbContextFactory<FleetDbContext>(o => o.UseFleet(database));
        services.AddMetadata(builder.Configuration).AddInstances().AddAccess(builder.Configuration).AddIdempotency();
        // As a method group: a call would be intercepted by a generator that this project has not switched on.
        Func<IServiceCollection, string, IServiceCollection> addOpenApi = OpenApiServiceCollectionExtensions.AddOpenApi;
        addOpenApi(services, "v1").AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, TestAuthentication>("test", null);
        services.AddAuthorizationBuilder().AddPolicy(Policies.Operator, p => p.RequireAuthenticatedUser());
        var app = builder.Build();
        app.Use((context, next) =>
        {
            context.Features.Set(new ListenerFeature(ListenerKind.Public));
            return next(context);
        });
        app.UseAuthentication().UseAuthorization();
        app.MapInstances();
        app.MapAccess();
        app.MapAudit();
        app.MapOpenApi("/openapi/{documentName}.json");
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, database, directory, log);
    }

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body = null, string? ifMatch = null, string? key = null, string type = "application/json", string? actor = null)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/" + path);
        if (body is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { { "Content-Type", type } } };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        if (actor is not null)
            request.Headers.Add("X-Test-Actor", actor);
        return await Answer.ReadAsync(await Http.SendAsync(request, TestContext.Current.CancellationToken));
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, string body, string? key = null) => SendAsync(HttpMethod.Post, path, body, key: key);

    public Task<Answer> PatchAsync(string path, string body, string? ifMatch) => SendAsync(HttpMethod.Patch, path, body, ifMatch, type: "application/merge-patch+json");

    public Task<Answer> DeleteAsync(string path, string? ifMatch = null) => SendAsync(HttpMethod.Delete, path, ifMatch: ifMatch);

    /// <summary>Registers an instance in the project "default".</summary>
    public async Task<Answer> RegisterAsync(string name)
    {
        var made = await PostAsync("projects/default/instances", $$"""{"name":"{{name}}"}""");
        Assert.Equal(HttpStatusCode.Created, made.Status);
        return made;
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Every table with its number of rows, and every counter.</summary>
    public async Task<string> RowCountsAsync()
    {
        var tables = await ScalarAsync<string>("SELECT string_agg(format('SELECT %L AS t, count(*) AS n FROM %I', relname, relname), ' UNION ALL ') FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace");
        var rows = await ScalarAsync<string>($"SELECT string_agg(t || '=' || n, ' ' ORDER BY t) FROM ({tables}) x");
        return $"{rows} {await ScalarAsync<string>("SELECT coalesce(string_agg(revision::text, ' ' ORDER BY instance_id), '') FROM instance_revisions")}"
            + await ScalarAsync<string>("SELECT string_agg(revision::text, ' ' ORDER BY project_id) FROM project_revisions");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        await Database.DisposeAsync();
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
    }

    private sealed class TestAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var actor = Request.Headers["X-Test-Actor"] is [{ } named] ? named : "token:test";
            return Task.FromResult(AuthenticateResult.Success(new(new(new ClaimsIdentity([new(Principals.ActorClaim, actor)], "test")), "test")));
        }
    }
}
