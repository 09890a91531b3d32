namespace Fleet.ControlPlane.Hosting.Requests;

/// <summary>Where a reader is in a JSON text, and which names the open objects have had.</summary>
internal sealed class JsonPosition
{
    private readonly Stack<Level> levels = new();

    public int Depth => levels.Count;

    public string Pointer => levels.Reverse().Aggregate("", (pointer, level) => level switch
    {
        { Names: not null, Name: { } name } => JsonPointer.Append(pointer, name),
        { Names: null, Index: >= 0 } => JsonPointer.Append(pointer, level.Index),
        _ => pointer,
    });

    public void Enter(bool isObject)
    {
        Value();
        levels.Push(new Level { Names = isObject ? new(StringComparer.Ordinal) : null });
    }

    public void Leave() => levels.Pop();

    /// <summary>False when the object has had this name.</summary>
    public bool Name(string name)
    {
        var level = levels.Peek();
        level.Name = name;
        return level.Names!.Add(name);
    }

    public void Value()
    {
        if (levels.TryPeek(out var level) && level.Names is null)
            level.Index++;
    }

    private sealed class Level
    {
        public HashSet<string>? Names { get; init; }

        public string? Name { get; set; }

        public int Index { get; set; } = -1;
    }
}
