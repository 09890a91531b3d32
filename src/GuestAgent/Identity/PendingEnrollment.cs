namespace Fleet.GuestAgent.Identity;

/// <summary>
/// What a retry needs so that the server recognises it: <c>enrollment.json</c>. The id is durable before the first request, the join secret before
/// it is used; a lost answer can then be asked for again, also after a power cut.
/// </summary>
internal sealed record PendingEnrollment
{
    public required Guid EnrollmentId { get; init; }

    public string? JoinSecret { get; init; }

    /// <summary>Never the secret.</summary>
    public override string ToString() => $"PendingEnrollment {{ EnrollmentId = {EnrollmentId} }}";
}
