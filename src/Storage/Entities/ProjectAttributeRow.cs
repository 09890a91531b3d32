using Fleet.Contracts;

namespace Fleet.Storage.Entities;

/// <summary>A project's attribute, or the tombstone of one.</summary>
public sealed class ProjectAttributeRow
{
    /// <summary>The project.</summary>
    public required ProjectId ProjectId { get; init; }

    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>The value; null is a tombstone.</summary>
    public string? Value { get; set; }

    /// <summary>The revision at which it last changed.</summary>
    public long Revision { get; set; }
}
