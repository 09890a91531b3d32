using Fleet.Contracts;

namespace Fleet.Storage.Entities;

/// <summary>Who did what, in the transaction of the act.</summary>
public sealed class AuditRow
{
    /// <summary>From a sequence.</summary>
    public long Id { get; init; }

    /// <summary>By the database's clock.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Who: <c>token:admin</c>, <c>agent:{id}</c>, <c>system</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>What: <c>sshKeys.create</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The project.</summary>
    public ProjectId? ProjectId { get; init; }

    /// <summary>On what: <c>instances/{id}/sshKeys/{id}</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>Details (jsonb); never a secret.</summary>
    public Dictionary<string, string>? Detail { get; init; }
}
