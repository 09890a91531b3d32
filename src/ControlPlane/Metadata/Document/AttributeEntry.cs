namespace Fleet.ControlPlane.Metadata.Document;

/// <summary>An attribute and the revision at which it last changed. A null value is a tombstone: that it went is a change too.</summary>
internal readonly record struct AttributeEntry(string? Value, long Revision);
