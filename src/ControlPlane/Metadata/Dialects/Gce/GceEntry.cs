using Fleet.ControlPlane.Metadata.Document;

namespace Fleet.ControlPlane.Metadata.Dialects.Gce;

/// <summary>One line of the table: where it is, what it reads, what it finds (null: there is none).</summary>
internal sealed record GceEntry(string Path, Input Reads, Func<InstanceDocument, GceValue?> Select)
{
    /// <summary>One child by name, where it reads less than the whole: a watch of one attribute sleeps through changes of the others.</summary>
    public Func<string, GceEntry>? Child { get; init; }
}
