using System.Security.Claims;
using System.Text.Encodings.Web;
using Fleet.Contracts;
using Fleet.ControlPlane.Agents.Hub;
using Fleet.ControlPlane.Identity;
using Fleet.ControlPlane.Instances;
using Fleet.ControlPlane.Metadata.Watch;
using Fleet.ControlPlane.Timelines;
using Fleet.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Fleet.ControlPlane.Tests.Timelines;

/// <summary>Timelines and the agents' hub on a real Kestrel, with a credential that says what the test wants.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly WebApplication app;

    private TestApp(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());
    public IServiceProvider Services => app.Services;

    public static async Task<TestApp> StartAsync(TestFleet fleet)
    {
        // The empty builder: the default one watches configuration files, and the machine has few inotify instances (limits.md 0).
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting().AddLogging().AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(fleet.Source).AddDbContextFactory<FleetDbContext>(o => o.UseFleet(fleet.Source));
        builder.Services.AddSingleton<RecordingNotifier>().AddSingleton<IChangeNotifier>(p => p.GetRequiredService<RecordingNotifier>());
        builder.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, ContractsJson.Default));
        builder.Services.AddAuthentication("Test").AddScheme<AuthenticationSchemeOptions, TestCredential>("Test", null);
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Agent, p => p.RequireClaim(Principals.AgentClaim)).AddPolicy(Policies.Operator, p => p.RequireClaim(Principals.ActorClaim));
        builder.Services.AddSingleton<ChangeFeed>().AddSingleton<IChangeFeed>(p => p.GetRequiredService<ChangeFeed>()).AddSingleton<InstanceLookup>();
        builder.Services.AddTimelines(builder.Configuration).AddAgentHub(builder.Configuration);
        var app = builder.Build();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapTimelines();
        app.MapAgentHub();
        await app.StartAsync();
        return new(app);
    }

    public HttpClient Operator() => new() { BaseAddress = Address, DefaultRequestHeaders = { { "Authorization", "operator" } } };

    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    // "agent AGENT INSTANCE PROJECT [LIFETIME]" or "operator".
    private sealed class TestCredential(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var words = Request.Headers.Authorization.ToString().Split(' ');
            Claim[]? claims = words[0] switch
            {
                "operator" => [new(Principals.ActorClaim, "token:test")],
                "agent" => [new(Principals.AgentClaim, words[1]), new(Principals.InstanceClaim, words[2]), new(Principals.ProjectClaim, words[3])],
                _ => null,
            };
            if (claims is null)
                return Task.FromResult(AuthenticateResult.NoResult());
            var properties = new AuthenticationProperties { ExpiresUtc = words.Length > 4 ? TimeProvider.GetUtcNow().AddSeconds(int.Parse(words[4], null)) : null };
            return Task.FromResult(AuthenticateResult.Success(new(new(new ClaimsIdentity(claims, "Test")), properties, "Test")));
        }
    }
}
