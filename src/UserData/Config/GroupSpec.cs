namespace Fleet.UserData.Config;

/// <summary>A group to make.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Members">Users to add to it, each once, in order.</param>
public sealed record GroupSpec(string Name, IReadOnlyList<string> Members);
