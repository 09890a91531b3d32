namespace Fleet.Contracts;

/// <summary>A strongly typed UUIDv7 (RFC 9562 section 5.7). On the wire it is the 36-character lower-case form.</summary>
public interface IGuidId<TSelf> : IParsable<TSelf>
    where TSelf : struct, IGuidId<TSelf>
{
    /// <summary>The UUID itself.</summary>
    Guid Value { get; }

    /// <summary>Wraps a UUID that is already known to be one of these.</summary>
    static abstract TSelf From(Guid value);
}
