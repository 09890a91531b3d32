namespace Fleet.Contracts.Api;

/// <summary>An error, as RFC 9457 (<c>application/problem+json</c>).</summary>
public sealed record FleetProblem
{
    /// <summary>Names the kind of problem: <c>https://fleet.dev/problems/CODE</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The kind of problem, in words.</summary>
    public string? Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public int Status { get; init; }

    /// <summary>What is wrong, and what would be right.</summary>
    public string? Detail { get; init; }

    /// <summary>The stable name of the error, such as <c>sshKey.malformed</c>.</summary>
    public string? Code { get; init; }

    /// <summary>What is wrong with which field.</summary>
    public IReadOnlyList<FieldProblem>? Errors { get; init; }

    /// <summary>The trace that the server's log knows it by.</summary>
    public string? TraceId { get; init; }
}
