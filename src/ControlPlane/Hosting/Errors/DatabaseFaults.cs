using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Fleet.ControlPlane.Hosting.Errors;

/// <summary>What a failed statement means: whether the same again may well succeed. The one place that reads database exceptions for that.</summary>
internal static class DatabaseFaults
{
    /// <summary>The request is not at fault: another transaction was in the way, or the database does not answer.</summary>
    public static bool IsTransient(Exception e) => IsContention(e) || IsUnavailable(e);

    /// <summary>Another transaction was in the way.</summary>
    public static bool IsContention(Exception e) => Cause(e) is PostgresException
    {
        SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.LockNotAvailable
    };

    /// <summary>The database cannot be reached, is stopping or starting, is a standby, or has no room.</summary>
    public static bool IsUnavailable(Exception e) => Cause(e) switch
    {
        // 08 connection, 53 resources, 57 operator intervention, 58 system, XX internal, 25 a standby: none of them is the statement's fault.
        PostgresException p => p.SqlState[..2] is "08" or "53" or "57" or "58" or "XX" or "25",
        NpgsqlException n => n.IsTransient,
        TimeoutException => true,
        _ => false,
    };

    /// <summary>The database's own exception: EF wraps it, as "An exception has been raised that is likely due to a transient failure" or as what a save failed of.</summary>
    public static Exception Cause(Exception e)
    {
        while (e is InvalidOperationException or DbUpdateException && e.InnerException is { } inner)
            e = inner;
        return e;
    }
}
