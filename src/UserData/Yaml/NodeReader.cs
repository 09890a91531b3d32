namespace Fleet.UserData.Yaml;

/// <summary>A node, where it is, and where its faults go: what the readers of fields work with. Each getter reports a value of the wrong type and then gives null or nothing.</summary>
internal sealed class NodeReader(YamlNode node, YamlPath path, ParseContext context)
{
    public YamlNode Node { get; } = node;

    public YamlPath Path { get; } = path;

    public ParseContext Context { get; } = context;

    public bool IsNull => Node is YamlScalar { Kind: ScalarKind.Null };

    public bool IsText => Node is YamlScalar { Kind: ScalarKind.Text };

    public bool IsSequence => Node is YamlSequence;

    public bool IsMapping => Node is YamlMapping;

    public void Fail(string code, string message) => Context.Fail(code, message, Node, Path);

    public void FailType(string expected) => Fail(UserDataErrorCodes.WrongType, Node switch
    {
        YamlScalar { Kind: ScalarKind.Bool } => $"This must be {expected}, but YAML reads it as a boolean; put it in quotes if it is meant as text.",
        YamlScalar { Kind: ScalarKind.Int or ScalarKind.Float } => $"This must be {expected}, but YAML reads it as a number; put it in quotes if it is meant as text.",
        YamlScalar { Kind: ScalarKind.Timestamp } => $"This must be {expected}, but YAML reads it as a date; put it in quotes if it is meant as text.",
        YamlMapping => $"This must be {expected}, not a mapping.",
        YamlSequence => $"This must be {expected}, not a list.",
        _ => $"This must be {expected}.",
    });

    /// <summary>A string.</summary>
    public string? Text()
    {
        if (Node is YamlScalar { Kind: ScalarKind.Text } scalar)
            return scalar.Text;
        FailType("a string");
        return null;
    }

    /// <summary>A boolean of YAML 1.1.</summary>
    public bool? Bool()
    {
        if (Node is YamlScalar { Kind: ScalarKind.Bool } scalar)
            return scalar.IsTrue;
        FailType("true or false");
        return null;
    }

    /// <summary>A boolean where cloud-init also takes its words as text and 0 or 1 (its <c>get_cfg_option_bool</c>).</summary>
    public bool? LooseBool()
    {
        if (Node is YamlScalar { Kind: ScalarKind.Text or ScalarKind.Int } scalar)
        {
            switch (scalar.Text.Trim().ToLowerInvariant())
            {
                case "true" or "yes" or "on" or "1":
                    return true;
                case "false" or "no" or "off" or "0":
                    return false;
            }
        }

        return Bool();
    }

    /// <summary>The entries of a list.</summary>
    public IEnumerable<NodeReader> Items(string expected = "a list")
    {
        if (Node is YamlSequence sequence)
            return sequence.Items.Select((item, i) => new NodeReader(item, Path.Item(i), Context));
        FailType(expected);
        return [];
    }

    /// <summary>The values of a mapping, with their keys.</summary>
    public IEnumerable<(YamlScalar Key, NodeReader Value)> Entries() => Node is YamlMapping mapping
        ? mapping.Entries.Select(entry => (entry.Key, new NodeReader(entry.Value, Path.Key(entry.Key.Text), Context)))
        : [];

    /// <summary>One string, or a list of them.</summary>
    public IEnumerable<NodeReader> TextOrItems() => IsText ? [this] : Items("a string or a list of strings");
}
