using Fleet.Contracts;
using Fleet.ControlPlane.Access;
using Fleet.ControlPlane.Agents.Enrolment;
using Fleet.ControlPlane.Agents.Hub;
using Fleet.ControlPlane.Audit;
using Fleet.ControlPlane.Hosting.DashboardHost;
using Fleet.ControlPlane.Hosting.Health;
using Fleet.ControlPlane.Hosting.Idempotency;
using Fleet.ControlPlane.Hosting.Listeners;
using Fleet.ControlPlane.Hosting.Tls;
using Fleet.ControlPlane.Identity;
using Fleet.ControlPlane.Instances;
using Fleet.ControlPlane.Metadata;
using Fleet.ControlPlane.Timelines;
using Fleet.Storage;
using Npgsql;

namespace Fleet.ControlPlane.Hosting;

/// <summary>Puts the parts together: the services, the pipeline, the routes. Each feature has a module with its Add and its Map.</summary>
internal static class Composition
{
    public static WebApplication Build(
        FleetdOptions options, string[] arguments, IReadOnlyList<Listener> listeners, IReadOnlyDictionary<string, int> sockets,
        NpgsqlDataSource source, CertificateAuthority authority, ServerCertificate certificate)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            // A machine has 128 inotify instances for all its processes; a configuration that changes under a server helps nobody.
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.Configuration.AddConfiguration(FleetdConfiguration.Read(arguments));
        builder.Logging.AddFleetLogging();
        builder.Host.UseSystemd();
        builder.WebHost.ConfigureKestrel(kestrel => KestrelListeners.Open(kestrel, listeners, sockets, certificate));
        AddServices(builder, options, source, authority);
        var app = builder.Build();
        Pipeline(app);
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder, FleetdOptions options, NpgsqlDataSource source, CertificateAuthority authority)
    {
        var services = builder.Services;
        services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(10));
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ContractsJson.Default);
            json.SerializerOptions.DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.AllowDuplicateProperties = false;
            json.SerializerOptions.MaxDepth = 64;
        });
        services.AddSingleton(options);
        services.AddSingleton(source);
        services.AddSingleton(authority);
        services.AddSingleton(TimeProvider.System);
        services.AddDbContextFactory<FleetDbContext>(o => o.UseFleet(source));
        services.AddSingleton<MatcherPolicy, ListenerMatcherPolicy>();
        services.AddExceptionHandler<UnhandledErrors>();
        services.AddOpenApi("v1");
        services.AddIdentity();
        services.AddIdempotency();
        services.AddMetadata(builder.Configuration);
        services.AddInstances();
        services.AddAccess(builder.Configuration);
        services.AddEnrolment();
        services.AddAgentHub(builder.Configuration);
        services.AddTimelines(builder.Configuration);
        services.AddDashboardHost();
    }

    private static void Pipeline(WebApplication app)
    {
        app.UseExceptionHandler(_ => { });
        app.UseFleetHeaders();
        app.UseMetadataPaths();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();

        app.MapHealth();
        app.MapSignIn();
        app.MapMetadata();
        app.MapInstances();
        app.MapAccess();
        app.MapAudit();
        app.MapEnrolment();
        app.MapAgentHub();
        app.MapTimelines();
        app.MapOpenApi("/openapi/{documentName}.json").OnListener(ListenerKind.Public, ListenerKind.Local).RequireAuthorization(Policies.Operator);
        app.MapDashboardHost();
        app.MapUnknownPaths();
    }
}
