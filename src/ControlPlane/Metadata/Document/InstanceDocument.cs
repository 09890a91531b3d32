namespace Fleet.ControlPlane.Metadata.Document;

/// <summary>The document of one instance: immutable, and a function of its two counters alone.</summary>
internal sealed record InstanceDocument(ProjectHalf Project, InstanceHalf Instance)
{
    public DocumentVersion Version => new(Project.Id, Instance.Id, new(Project.Revision, Instance.Revision));

    /// <summary>Project attributes, overlaid by the instance's own. It reads <see cref="Input.Overlay"/>: a shadowed key counts too.</summary>
    public SortedDictionary<string, string> Overlay()
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in Project.Attributes.Live)
            all[key] = value;
        foreach (var (key, value) in Instance.Attributes.Live)
            all[key] = value;
        return all;
    }
}
