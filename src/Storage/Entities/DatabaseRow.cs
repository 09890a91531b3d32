namespace Fleet.Storage.Entities;

/// <summary>One row: names this database, so that a restored copy can be told from it.</summary>
public sealed class DatabaseRow
{
    /// <summary>Always 1.</summary>
    public int Id { get; init; }

    /// <summary>With the WAL timeline it is the <c>dbEpoch</c>.</summary>
    public Guid Epoch { get; set; }
}
