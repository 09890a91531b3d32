namespace Fleet.Contracts.Api;

/// <summary>A project: a set of instances with attributes and keys of its own.</summary>
public sealed record Project
{
    /// <summary>Its id.</summary>
    public required ProjectId Id { get; init; }

    /// <summary>Its name, with the grammar of <see cref="Instance.Name"/>.</summary>
    public required string Name { get; init; }

    /// <summary>For people.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The counter of its metadata.</summary>
    public required long MetadataRevision { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The value for <c>If-Match</c>, with its quotes.</summary>
    public required string Etag { get; init; }
}
