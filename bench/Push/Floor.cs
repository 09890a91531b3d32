using System.Diagnostics;
using Npgsql;

namespace Fleet.Bench.Push;

/// <summary>What no push can be faster than: a durable commit, a NOTIFY that arrives, and the durable commit of the confirmation.</summary>
internal sealed class Floor : IAsyncDisposable
{
    private readonly NpgsqlConnection writer;
    private readonly NpgsqlConnection listener;

    private Floor(NpgsqlConnection writer, NpgsqlConnection listener)
    {
        this.writer = writer;
        this.listener = listener;
    }

    public static async Task<Floor> OpenAsync(string dataDirectory)
    {
        var connection = $"Host={Path.Combine(dataDirectory, "postgres")};Username=fleet;Database=fleet;Pooling=false";
        var floor = new Floor(new(connection), new(connection));
        await floor.writer.OpenAsync();
        await floor.listener.OpenAsync();
        await ExecuteAsync(floor.writer, "CREATE TABLE bench_floor (id bigserial PRIMARY KEY, value text)");
        await ExecuteAsync(floor.listener, "LISTEN bench_floor");
        return floor;
    }

    public async Task<double> OnceAsync()
    {
        var clock = Stopwatch.GetTimestamp();
        await ExecuteAsync(writer, "INSERT INTO bench_floor (value) VALUES ('push')");
        var heard = listener.WaitAsync();
        await ExecuteAsync(writer, "NOTIFY bench_floor");
        await heard;
        await ExecuteAsync(writer, "INSERT INTO bench_floor (value) VALUES ('confirmed')");
        return Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
    }

    public async ValueTask DisposeAsync()
    {
        await ExecuteAsync(writer, "DROP TABLE bench_floor");
        await writer.DisposeAsync();
        await listener.DisposeAsync();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
