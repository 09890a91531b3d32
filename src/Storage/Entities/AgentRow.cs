using Fleet.Contracts;

namespace Fleet.Storage.Entities;

/// <summary>An enrolled agent. At most one of an instance is not revoked.</summary>
public sealed class AgentRow
{
    /// <summary>Its id.</summary>
    public required AgentId Id { get; init; }

    /// <summary>The instance that it speaks for.</summary>
    public required InstanceId InstanceId { get; init; }

    /// <summary>SubjectPublicKeyInfo, DER; P-256.</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>What the agent called its enrolment.</summary>
    public required Guid EnrollmentId { get; init; }

    /// <summary>Raised by a revocation; every token is bound to it.</summary>
    public int AuthEpoch { get; set; }

    /// <summary>By the database's clock.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was revoked.</summary>
    public DateTimeOffset? RevokedAt { get; set; }
}
