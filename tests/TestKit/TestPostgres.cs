using System.Diagnostics;
using System.Security.Cryptography;
using Fleet.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Fleet.TestKit;

/// <summary>
/// A real PostgreSQL for one test assembly: its own cluster in a temporary folder, on a unix socket, with fsync on. Use as an assembly fixture
/// (<c>[assembly: AssemblyFixture(typeof(TestPostgres))]</c>); each test takes a database of its own, already migrated.
/// </summary>
public sealed class TestPostgres : IAsyncLifetime
{
    private readonly string directory = Path.Combine(Path.GetTempPath(), "fleet-pg-" + RandomNumberGenerator.GetHexString(8, lowercase: true));
    private Process? server;
    private int databases;

    /// <summary>Npgsql's connection string to the maintenance database.</summary>
    public string Admin => For("postgres");

    public async ValueTask InitializeAsync()
    {
        var bin = Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Where(Directory.Exists).OrderByDescending(d => d).First();
        Directory.CreateDirectory(directory);
        await Shell.RunAsync("chown", ["postgres:postgres", directory]);
        await AsPostgres(Path.Combine(bin, "initdb"), "-D", directory + "/data", "-U", "fleet", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        server = Process.Start(new ProcessStartInfo("runuser",
            ["-u", "postgres", "--", Path.Combine(bin, "postgres"), "-D", directory + "/data", "-k", directory, "-c", "listen_addresses=", "-c", "max_connections=300"])
        { RedirectStandardError = true, RedirectStandardOutput = true });
        server!.BeginErrorReadLine();
        server.BeginOutputReadLine();
        await ConnectAsync();
        await ExecuteAsync(Admin, "CREATE DATABASE fleet_template");
        await using (var source = FleetDatabase.Open(For("fleet_template")))
        {
            var options = new DbContextOptionsBuilder<FleetDbContext>();
            options.UseFleet(source);
            await using var context = new FleetDbContext(options.Options);
            await context.Database.MigrateAsync();
        }
    }

    /// <summary>A new, migrated database; the answer is its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"t{Interlocked.Increment(ref databases)}";
        await ExecuteAsync(Admin, $"CREATE DATABASE {name} TEMPLATE fleet_template");
        return For(name);
    }

    /// <summary>An empty database, without tables.</summary>
    public async Task<string> CreateEmptyDatabaseAsync()
    {
        var name = $"e{Interlocked.Increment(ref databases)}";
        await ExecuteAsync(Admin, $"CREATE DATABASE {name}");
        return For(name);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (File.Exists(directory + "/data/postmaster.pid"))
        {
            // SIGINT to the postmaster itself (fast shutdown): runuser does not pass it on.
            var pid = (await File.ReadAllLinesAsync(directory + "/data/postmaster.pid"))[0];
            await Shell.TryAsync("kill", ["-INT", pid]);
        }

        if (server is not null)
        {
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(15));
            try
            {
                await server.WaitForExitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                server.Kill(entireProcessTree: true);
            }

            server.Dispose();
        }

        Directory.Delete(directory, recursive: true);
    }

    private string For(string database) => $"Host={directory};Username=fleet;Database={database};Maximum Pool Size=60";

    private async Task ConnectAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await ExecuteAsync(Admin, "SELECT 1");
                return;
            }
            catch (NpgsqlException) when (attempt < 200)
            {
                await Task.Delay(50);
            }
        }
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static Task<string> AsPostgres(params string[] command) => Shell.RunAsync("runuser", ["-u", "postgres", "--", .. command]);
}
