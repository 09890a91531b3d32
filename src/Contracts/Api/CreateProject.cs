namespace Fleet.Contracts.Api;

/// <summary><c>POST projects</c>, and the patch of <c>PATCH projects/{p}</c> (which takes <see cref="DisplayName"/> alone).</summary>
public sealed record CreateProject
{
    /// <summary>The name; required on POST.</summary>
    public string? Name { get; init; }

    /// <summary>For people; at most 256 characters.</summary>
    public string? DisplayName { get; init; }
}
