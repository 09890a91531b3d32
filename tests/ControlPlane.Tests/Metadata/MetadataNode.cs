using System.Net;
using Fleet.ControlPlane.Hosting.Listeners;
using Fleet.ControlPlane.Identity;
using Fleet.ControlPlane.Instances.Projects;
using Fleet.ControlPlane.Metadata;
using Fleet.ControlPlane.Metadata.Document;
using Fleet.ControlPlane.Metadata.Watch;
using Fleet.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Fleet.ControlPlane.Tests.Metadata;

/// <summary>One fleetd, as far as metadata goes: the real module over a real database, on a real socket.</summary>
internal sealed class MetadataNode : IAsyncDisposable
{
    public const string Network = "lab";

    private readonly WebApplication app;
    private readonly NpgsqlDataSource database;

    private MetadataNode(WebApplication app, NpgsqlDataSource database)
    {
        this.app = app;
        this.database = database;
        Writes = new(Get<IMetadataWriter>());
        Url = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public Uri Url { get; }

    public NpgsqlDataSource Database => database;

    public MetadataWrites Writes { get; }

    public WatchHub Hub => Get<WatchHub>();

    public HeldReads Reads => Get<HeldReads>();

    /// <param name="connectionString">A migrated database.</param>
    /// <param name="configure">The last word on services and options.</param>
    public static async Task<MetadataNode> StartAsync(string connectionString, Action<IServiceCollection>? configure = null)
    {
        // Not CreateBuilder: it watches files, and this machine has few inotify instances.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, MetadataListener));
        var database = FleetDatabase.Open(connectionString);
        builder.Services.AddRoutingCore().AddLogging().AddMetrics().AddSingleton(TimeProvider.System).AddSingleton(database);
        builder.Services.AddDbContextFactory<FleetDbContext>(options => options.UseFleet(database));
        builder.Services.AddAuthentication(TestCredential.Scheme).AddScheme<AuthenticationSchemeOptions, TestCredential>(TestCredential.Scheme, null);
        builder.Services.AddAuthorizationBuilder().AddPolicy(Policies.Agent, p => p.RequireClaim(Principals.InstanceClaim)).AddPolicy(Policies.Operator, p => p.RequireClaim(Principals.ActorClaim));
        builder.Services.AddMetadata(builder.Configuration).AddSingleton<ProjectReader>();
        configure?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseMetadataPaths();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapMetadata();
        await app.StartAsync();
        return new(app, database);
    }

    /// <summary>As if the process had died between a commit and its NOTIFY.</summary>
    public static void WithoutNotifier(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<IChangeNotifier, NoNotifier>());

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public HttpClient Guest()
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Url };
        client.DefaultRequestHeaders.Add("Metadata-Flavor", "Google");
        return client;
    }

    public HttpClient Bearer(string claim, string value)
    {
        var client = new HttpClient { BaseAddress = Url };
        client.DefaultRequestHeaders.Add("Test-Claim", $"{claim}={value}");
        return client;
    }

    public void BeginStop() => Get<IHostApplicationLifetime>().StopApplication();

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(new CancellationTokenSource(TimeSpan.FromSeconds(5)).Token);
        await app.DisposeAsync();
        await database.DisposeAsync();
    }

    private static void MetadataListener(ListenOptions options) => options.Use(next => connection =>
    {
        connection.Features.Set(new ListenerFeature(ListenerKind.Metadata, Network));
        return next(connection);
    });

    private sealed class NoNotifier : IChangeNotifier
    {
        public void Changed(Contracts.ProjectId project, Contracts.InstanceId? instance, string kind)
        {
        }
    }
}
