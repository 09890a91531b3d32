namespace Fleet.ControlPlane.Metadata.Watch;

/// <summary>A boolean in a query.</summary>
internal static class QueryFlag
{
    /// <summary>Absent is false; upper and lower case are one, for Python's clients send <c>True</c>. Null: malformed, or given twice.</summary>
    public static bool? Parse(IQueryCollection query, string name) =>
        !query.TryGetValue(name, out var value) ? false : value.Count == 1 && bool.TryParse(value[0], out var flag) ? flag : null;
}
