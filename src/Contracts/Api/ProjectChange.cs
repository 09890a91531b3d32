namespace Fleet.Contracts.Api;

/// <summary>
/// One message of <c>GET projects/{p}/events</c>, event type <c>change</c>: a hint that something is to be read anew, never the new value.
/// <c>{"kind":"instance","instance":"0198c0de-0000-7000-8000-000000000000"}</c>
/// </summary>
/// <param name="Kind">What changed: one of the constants here; a reader ignores a kind that it does not know.</param>
/// <param name="Instance">The instance that it belongs to; absent for <see cref="OfProject"/>, <see cref="Reset"/> and <see cref="Lost"/>.</param>
public sealed record ProjectChange(string Kind, InstanceId? Instance)
{
    /// <summary>An instance: its fields, its state, its liveness, its keys.</summary>
    public const string OfInstance = "instance";

    /// <summary>A boot of an instance: its spans.</summary>
    public const string OfBoot = "boot";

    /// <summary>The project itself, or what all its instances inherit.</summary>
    public const string OfProject = "project";

    /// <summary>Changes may have been missed: read everything anew. On the wire it is an event type of its own.</summary>
    public const string Reset = "reset";

    /// <summary>Never on the wire: the client's word that the feed is down; a <see cref="Reset"/> follows once it is back.</summary>
    public const string Lost = "lost";
}
