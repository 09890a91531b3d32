using Fleet.UserData.Yaml;

namespace Fleet.UserData.Config;

/// <summary>
/// Reads <c>users</c>: a list of names, lists of names and mappings; or, deprecated by cloud-init, a comma-separated string or a mapping from name to true, false or settings.
/// The name <c>default</c> stands for the image's default user, who is made too when the key is absent. The same user twice is an error: cloud-init would merge the two by rules few know.
/// </summary>
internal sealed class UsersReader
{
    private readonly List<UserSpec> _users = [];
    private readonly HashSet<string> _names = [];

    private UsersReader()
    {
    }

    public IReadOnlyList<UserSpec> Users => _users;

    public UserSpec? Default { get; private set; }

    public bool IncludesDefault { get; private set; }

    public static UsersReader Read(MapReader document)
    {
        var reader = new UsersReader { IncludesDefault = !document.Has("users") };
        if (document.Take("users") is not { } field)
            return reader;
        var count = field.Node switch { YamlSequence list => list.Items.Count, YamlMapping map => map.Entries.Count, _ => 0 };
        if (count > field.Context.Limits.MaxUsers)
            FailTooMany(field);
        else if (field.IsMapping)
            reader.ReadMap(field);
        else if (field.IsText)
            reader.AddNames(field);
        else
            reader.ReadList(field);
        return reader;
    }

    private void ReadList(NodeReader field)
    {
        foreach (var item in field.Items("a list of names and mappings"))
        {
            if (item.IsMapping)
                AddSettings(item, null);
            else if (item.IsSequence)
                AddAll(item.Items());
            else
                AddNames(item);
        }
    }

    private void AddAll(IEnumerable<NodeReader> names)
    {
        foreach (var name in names)
            AddNames(name);
    }

    private void ReadMap(NodeReader field)
    {
        foreach (var (key, value) in field.Entries())
        {
            var name = new NodeReader(key, value.Path, field.Context);
            if (value.IsMapping)
                AddSettings(value, name);
            else if (value.Bool() == true)
                AddNames(name);
        }
    }

    private void AddNames(NodeReader field)
    {
        foreach (var name in Accounts.Split(field))
            Add(new UserSpec(name), field, bare: true);
    }

    private void AddSettings(NodeReader item, NodeReader? name)
    {
        if (UserReader.Read(item, name) is { } user)
            Add(user, item, bare: false);
    }

    private void Add(UserSpec user, NodeReader at, bool bare)
    {
        if (user.Name != "default")
        {
            if (!_names.Add(user.Name))
                FailDuplicate(at);
            else if (_users.Count < at.Context.Limits.MaxUsers)
                _users.Add(user);
            else if (_names.Count == at.Context.Limits.MaxUsers + 1)
                FailTooMany(at);
            return;
        }

        IncludesDefault = true;
        if (!bare && Default is not null)
            FailDuplicate(at);
        else if (!bare)
            Default = user;
    }

    private static void FailTooMany(NodeReader at) => at.Fail(UserDataErrorCodes.TooManyUsers, $"There may be at most {at.Context.Limits.MaxUsers} users.");

    private static void FailDuplicate(NodeReader at) => at.Fail(UserDataErrorCodes.DuplicateUser, "This user is already in the list; put its settings into one entry.");
}
