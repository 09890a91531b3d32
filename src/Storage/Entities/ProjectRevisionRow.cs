using Fleet.Contracts;

namespace Fleet.Storage.Entities;

/// <summary>A project's metadata counter. A row of its own: what a push needs is never locked by ingest or by an edit of the spec.</summary>
public sealed class ProjectRevisionRow
{
    /// <summary>The project.</summary>
    public required ProjectId ProjectId { get; init; }

    /// <summary>The counter: 32 bits, in a bigint.</summary>
    public long Revision { get; set; }

    /// <summary>No part of the document has a lower revision than this.</summary>
    public long Floor { get; set; }
}
