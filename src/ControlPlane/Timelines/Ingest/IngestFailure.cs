using System.Net.Sockets;
using Fleet.ControlPlane.Hosting.Errors;
using Npgsql;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>What a failed group means for what it held.</summary>
internal enum IngestFailure
{
    /// <summary>Another transaction was in the way: the same group again, at once.</summary>
    Contention,

    /// <summary>The database cannot be reached or has no room: later; nothing is lost.</summary>
    Unavailable,

    /// <summary>Something in the group cannot be stored: find it.</summary>
    Data,
}

internal static class IngestFailures
{
    public static IngestFailure Classify(Exception e) => DatabaseFaults.Cause(e) switch
    {
        var cause when DatabaseFaults.IsContention(cause) => IngestFailure.Contention,
        var cause when DatabaseFaults.IsUnavailable(cause) => IngestFailure.Unavailable,
        PostgresException => IngestFailure.Data,
        // Of a connection, and here there is no other than the database's.
        NpgsqlException or IOException or SocketException or OperationCanceledException or ObjectDisposedException => IngestFailure.Unavailable,
        _ => IngestFailure.Data,
    };
}
