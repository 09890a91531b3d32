using System.Net.Sockets;
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
    public static IngestFailure Classify(Exception e) => e switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.LockNotAvailable } => IngestFailure.Contention,
        // 08 connection, 53 resources, 57 operator intervention, 58 system, XX internal, 25006 a standby: none of them is the event's fault.
        PostgresException p => p.SqlState[..2] is "08" or "53" or "57" or "58" or "XX" or "25" ? IngestFailure.Unavailable : IngestFailure.Data,
        NpgsqlException or IOException or SocketException or TimeoutException or OperationCanceledException or ObjectDisposedException => IngestFailure.Unavailable,
        _ => IngestFailure.Data,
    };
}
