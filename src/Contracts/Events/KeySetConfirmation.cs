namespace Fleet.Contracts.Events;

/// <summary>What became of a signed key set on the guest. A push is done when this says so.</summary>
public sealed record KeySetConfirmation
{
    /// <summary>Whose set: <c>instances/{id}</c> or <c>projects/{id}</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The set's revision, as signed.</summary>
    public required long Revision { get; init; }

    /// <summary>Why the whole set was refused (bad signature, older than one already applied); absent when it was taken.</summary>
    public string? Refused { get; init; }

    /// <summary>Keys of the set that could not be applied, each with its reason. All others are in force.</summary>
    public IReadOnlyList<KeyProblem>? Problems { get; init; }
}
