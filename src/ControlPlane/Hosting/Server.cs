using Fleet.ControlPlane.Hosting.Database;
using Fleet.ControlPlane.Hosting.Files;
using Fleet.ControlPlane.Hosting.Listeners;
using Fleet.ControlPlane.Hosting.Tls;
using Fleet.ControlPlane.Identity;

namespace Fleet.ControlPlane.Hosting;

/// <summary>The serving process: database, schema, credentials, then the listeners; and the way back.</summary>
internal static class Server
{
    public static async Task<int> RunAsync(FleetdOptions options, string[] arguments)
    {
        // What is wrong in the configuration is said before anything is started.
        var sockets = SystemdSockets.Read(Environment.GetEnvironmentVariable, Environment.ProcessId);
        SystemdSockets.KeepFromChildren(sockets);
        var directory = Path.GetFullPath(options.Database.DataDirectory);
        var run = Path.Combine(directory, "run");
        var listeners = ListenerPlan.Make(options.Listen, Path.Combine(run, "api.sock"));
        ListenerProbe.Check(listeners);

        using var held = DataDirectoryLock.Take(directory);
        await using var database = await OpenedDatabase.OpenAsync(options.Database, startEmbedded: true, CancellationToken.None);
        await database.MigrateAsync(CancellationToken.None);
        await new AdminToken(database.Source).EnsureAsync(directory, CancellationToken.None);

        PrivateFiles.MakeDirectory(run);
        // A socket file that a kill left behind would refuse the bind.
        File.Delete(Path.Combine(run, "api.sock"));
        using var authority = CertificateAuthority.Open(options.Tls.CaFile ?? Path.Combine(directory, "tls", "ca.pem"), TimeProvider.System);
        var certificate = new ServerCertificate(authority, CertificateNames.Of(options), TimeProvider.System);

        await using var app = Composition.Build(options, arguments, listeners, sockets, database.Source, authority, certificate);
        var services = app.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
        await app.RunAsync();
        // A service that died has stopped the host: systemd must see a failure, and start it again.
        return services.Exists(s => s.ExecuteTask is { IsFaulted: true }) ? 1 : 0;
    }
}
