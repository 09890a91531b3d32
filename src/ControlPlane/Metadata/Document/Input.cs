namespace Fleet.ControlPlane.Metadata.Document;

/// <summary>
/// What a selector reads, told as the revision at which it last changed in each half. Every selector declares all of its inputs: its token is the highest of
/// them, and never below the floors. A forgotten one is a change that a watch sleeps through.
/// </summary>
internal sealed record Input(Func<ProjectHalf, long> Project, Func<InstanceHalf, long> Instance)
{
    public static Input Nothing { get; } = new(_ => 0, _ => 0);

    /// <summary>The whole document: the counters themselves.</summary>
    public static Input Everything { get; } = new(p => p.Revision, i => i.Revision);

    /// <summary>Name, hostname, zone, addresses, user-data and the like.</summary>
    public static Input Facts { get; } = new(_ => 0, i => i.FactsRevision);

    public static Input InstanceAttributes { get; } = new(_ => 0, i => i.Attributes.Highest);

    public static Input InstanceKeys { get; } = new(_ => 0, i => i.Keys.Revision);

    public static Input ProjectAttributes { get; } = new(p => p.Attributes.Highest, _ => 0);

    public static Input ProjectKeys { get; } = new(p => p.Keys.Revision, _ => 0);

    /// <summary>All attributes of both levels: removing a shadowed key is a change, although no value shows it.</summary>
    public static Input Overlay { get; } = ProjectAttributes + InstanceAttributes;

    public static Input InstanceAttribute(string key) => new(_ => 0, i => i.Attributes.RevisionOf(key));

    public static Input ProjectAttribute(string key) => new(p => p.Attributes.RevisionOf(key), _ => 0);

    public static Input operator +(Input a, Input b) => new(p => Math.Max(a.Project(p), b.Project(p)), i => Math.Max(a.Instance(i), b.Instance(i)));

    public static Input Add(Input a, Input b) => a + b;

    public Etag Of(InstanceDocument document) =>
        new(Math.Max(document.Project.Floor, Project(document.Project)), Math.Max(document.Instance.Floor, Instance(document.Instance)));
}
