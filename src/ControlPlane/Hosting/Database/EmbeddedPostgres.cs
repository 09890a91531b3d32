using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fleet.ControlPlane.Hosting.Files;
using Npgsql;

namespace Fleet.ControlPlane.Hosting.Database;

/// <summary>
/// A private PostgreSQL cluster below the data directory: unix socket only, started as user <c>postgres</c> when fleetd is root.
/// A postmaster that a <c>kill -9</c> of fleetd left behind is adopted; <c>postmaster.pid</c> is never deleted here: PostgreSQL itself knows when it is stale.
/// </summary>
internal sealed partial class EmbeddedPostgres(string dataDirectory, ILogger<EmbeddedPostgres> log)
{
    private const string User = "fleet";
    private const int StartAttempts = 20;
    private const int LongestWaits = 240;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly string home = Path.Combine(Path.GetFullPath(dataDirectory), "postgres");

    private string Cluster => Path.Combine(home, "data");

    /// <summary>The folder of the socket. A socket's path has at most 107 bytes (unix(7)), and a data directory may be deep.</summary>
    private string SocketDirectory => home.Length <= 80 ? home : "/run/fleetd-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(home)))[..12];

    public string ConnectionString => new NpgsqlConnectionStringBuilder { Host = SocketDirectory, Username = User, Database = User, MaxPoolSize = 80 }.ConnectionString;

    /// <summary>Whether a server answers on the socket.</summary>
    public async Task<bool> IsRunningAsync(CancellationToken cancellationToken) => await ProbeAsync(cancellationToken) == Answer.Ready;

    /// <summary>Makes the cluster if there is none, adopts or starts its server, and waits until it answers.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var binaries = PostgresBinaries.Find(ClusterMajor());
        await PrepareDirectoryAsync(cancellationToken);
        if (!File.Exists(Path.Combine(Cluster, "PG_VERSION")))
            await InitialiseAsync(binaries, cancellationToken);
        await StartOrAdoptAsync(binaries, cancellationToken);
        await CreateDatabaseAsync(cancellationToken);
    }

    /// <summary>A fast shutdown: sessions are ended, nothing committed is lost.</summary>
    public async Task StopAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await PostgresProgram.RunAsync(PostgresBinaries.Find(ClusterMajor())["pg_ctl"], ["stop", "-m", "fast", "-w", "-t", "25", "-D", Cluster], timeout.Token);
    }

    // A live postmaster may still be recovering, and one that was killed leaves children for a moment, beside which PostgreSQL rightly refuses to start:
    // so it is asked again before each try.
    private async Task StartOrAdoptAsync(PostgresBinaries binaries, CancellationToken cancellationToken)
    {
        var log = Path.Combine(home, "postgres.log");
        for (int failures = 0, waits = 0; ;)
        {
            var answer = await ProbeAsync(cancellationToken);
            if (answer == Answer.Ready)
            {
                LogAdopted(Cluster);
                return;
            }

            if (answer == Answer.NotYet ? ++waits > LongestWaits : failures >= StartAttempts)
                throw new ConfigurationException($"the embedded PostgreSQL {(answer == Answer.NotYet ? "runs and does not answer" : "does not start")}; the end of {log} is: {string.Join(" | ", File.ReadLines(log).TakeLast(3))}");
            try
            {
                if (answer == Answer.None)
                {
                    await PostgresProgram.RunAsync(binaries["pg_ctl"],
                        ["start", "-w", "-t", "60", "-D", Cluster, "-l", log, "-o",
                            $"-c listen_addresses= -c unix_socket_directories={SocketDirectory} -c unix_socket_permissions=0700 -c max_connections=200"],
                        cancellationToken);
                    return;
                }
            }
            catch (ConfigurationException)
            {
                failures++;
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    private async Task<Answer> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Database = "postgres", Pooling = false, Timeout = 5 }.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            return Answer.Ready;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CannotConnectNow)
        {
            return Answer.NotYet;
        }
        catch (NpgsqlException e) when (e.InnerException is TimeoutException)
        {
            return Answer.NotYet;
        }
        catch (NpgsqlException)
        {
            return Answer.None;
        }
    }

    private enum Answer
    {
        /// <summary>Nobody listens.</summary>
        None,

        /// <summary>Somebody listens, and cannot answer yet.</summary>
        NotYet,
        Ready,
    }

    private int? ClusterMajor()
    {
        var file = Path.Combine(Cluster, "PG_VERSION");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : null;
    }

    private async Task PrepareDirectoryAsync(CancellationToken cancellationToken)
    {
        PrivateFiles.MakeDirectory(home);
        if (SocketDirectory != home)
            PrivateFiles.MakeDirectory(SocketDirectory);
        if (!PostgresProgram.AsOtherUser)
            return;
        // The server's user must reach its own folder, and nothing else in the data directory.
        File.SetUnixFileMode(dataDirectory, File.GetUnixFileMode(dataDirectory) | UnixFileMode.OtherExecute);
        await PostgresProgram.GiveToPostgresAsync(home, cancellationToken);
        if (SocketDirectory != home)
            await PostgresProgram.GiveToPostgresAsync(SocketDirectory, cancellationToken);
    }

    private async Task InitialiseAsync(PostgresBinaries binaries, CancellationToken cancellationToken)
    {
        LogInitialising(Cluster, binaries.Major);
        // Into a temporary name first: an initdb that was cut short must not look like a cluster.
        var temporary = Cluster + "." + RandomNumberGenerator.GetHexString(8, lowercase: true);
        await PostgresProgram.RunAsync(binaries["initdb"], ["-D", temporary, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"], cancellationToken);
        Directory.Move(temporary, Cluster);
    }

    private async Task CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Database = "postgres", Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var exists = new NpgsqlCommand($"SELECT 1 FROM pg_database WHERE datname = '{User}'", connection);
        if (await exists.ExecuteScalarAsync(cancellationToken) is not null)
            return;
        await using var create = new NpgsqlCommand($"CREATE DATABASE {User}", connection);
        await create.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(1001, LogLevel.Information, "adopting the PostgreSQL that is running on {Cluster}")]
    private partial void LogAdopted(string cluster);

    [LoggerMessage(1002, LogLevel.Information, "making a PostgreSQL {Major} cluster at {Cluster}")]
    private partial void LogInitialising(string cluster, int major);
}
