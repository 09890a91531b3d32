using Fleet.Contracts;

namespace Fleet.Storage.Entities;

/// <summary>A project's identity. Its counter is in <see cref="ProjectRevisionRow"/>.</summary>
public sealed class ProjectRow
{
    /// <summary>Its id.</summary>
    public required ProjectId Id { get; init; }

    /// <summary>Its name, unique.</summary>
    public required string Name { get; init; }

    /// <summary>For people.</summary>
    public string? DisplayName { get; set; }

    /// <summary>Moved by users only: the REST ETag.</summary>
    public long SpecVersion { get; set; } = 1;

    /// <summary>By the database's clock.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
