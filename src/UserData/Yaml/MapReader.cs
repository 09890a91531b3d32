using System.Collections.Frozen;

namespace Fleet.UserData.Yaml;

/// <summary>A mapping whose fields are taken by name; what nobody took is reported at the end.</summary>
internal sealed class MapReader
{
    private readonly NodeReader _map;
    private readonly Dictionary<string, NodeReader> _fields = [];
    private readonly List<(YamlScalar Key, NodeReader Value)> _nameless = [];

    /// <param name="map">The mapping.</param>
    /// <param name="dashes">Whether <c>no-create-home</c> is another spelling of <c>no_create_home</c>.</param>
    public MapReader(NodeReader map, bool dashes = false)
    {
        _map = map;
        foreach (var (key, value) in map.Entries())
        {
            if (key.Kind != ScalarKind.Text)
                _nameless.Add((key, value));
            else if (!_fields.TryAdd(dashes ? key.Text.Replace('-', '_') : key.Text, value))
                value.Fail(UserDataErrorCodes.DuplicateKey, "This key is already there in its other spelling.");
        }
    }

    /// <summary>Whether the key is there, whatever its value.</summary>
    public bool Has(string name) => _fields.ContainsKey(name);

    /// <summary>Takes a field; null if it is absent or its value is null.</summary>
    public NodeReader? Take(string name) => _fields.Remove(name, out var value) && !value.IsNull ? value : null;

    /// <summary>Takes a field that must be there.</summary>
    public NodeReader? Require(string name)
    {
        var value = Take(name);
        if (value is null)
            _map.Fail(UserDataErrorCodes.Required, $"'{name}' is missing.");
        return value;
    }

    /// <summary>Gives a notice for each field that was not taken, in the order of the document.</summary>
    public void NoticeRest(FrozenSet<string> notRunYet)
    {
        foreach (var (name, value) in _fields.OrderBy(field => (field.Value.Node.Line, field.Value.Node.Column)))
        {
            var (kind, message) = notRunYet.Contains(name)
                ? (UserDataNoticeKind.NotRunYet, "cloud-init knows this key; Fleet does not run it yet, so it is skipped.")
                : (UserDataNoticeKind.UnknownKey, "This key is unknown, so it is ignored.");
            value.Context.Notice(kind, value.Path, message, value.Node);
        }

        foreach (var (key, value) in _nameless)
            value.Context.Notice(UserDataNoticeKind.UnknownKey, value.Path, "This key is not text, so it is ignored.", key);
    }
}
