namespace Fleet.ControlPlane.Hosting.Requests;

/// <summary>A JSON merge patch (RFC 7396): a field that is there and null clears, one that is not there stays.</summary>
/// <param name="Value">The fields that were given.</param>
/// <param name="Fields">Their names.</param>
internal sealed record Patch<T>(T Value, IReadOnlySet<string> Fields)
{
    public bool Has(string field) => Fields.Contains(field);
}
