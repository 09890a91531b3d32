namespace Fleet.Client;

/// <summary>Makes request targets below <c>/api/v1</c>; every name is one escaped segment.</summary>
internal static class ApiPath
{
    public const string Projects = "/api/v1/projects";

    public static string Project(string project) => $"{Projects}/{Segment(project)}";

    public static string Instances(string project) => $"{Project(project)}/instances";

    public static string Instance(string project, string instance) => $"{Instances(project)}/{Segment(instance)}";

    public static string Boots(string project, string instance) => $"{Instance(project, instance)}/boots";

    /// <summary>
    /// One path segment. <see cref="Uri"/> folds <c>.</c> and <c>..</c> even when they were meant as a name, which would reach another resource:
    /// they are refused, and so is the empty name, which would reach the collection.
    /// </summary>
    public static string Segment(string name)
    {
        if (name is "" or "." or "..")
            throw new ArgumentException("a name is needed: not empty, not '.', not '..'", nameof(name));
        return Uri.EscapeDataString(name);
    }

    public static string WithQuery(string path, ListOptions? options)
    {
        if (options is null)
            return path;
        var query = string.Join('&', options.Pairs().Where(pair => pair.Value is not null).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }
}
