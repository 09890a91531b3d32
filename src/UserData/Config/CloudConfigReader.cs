using Fleet.UserData.Yaml;

namespace Fleet.UserData.Config;

/// <summary>Reads a <c>#cloud-config</c>: bytes, text, events within the budget, a tree, then field by field.</summary>
internal static class CloudConfigReader
{
    public static UserDataResult Read(ReadOnlySpan<byte> content, ParseContext context)
    {
        if (YamlText.Decode(content, out var text) is { } badText)
            return UserDataResult.Of(badText);
        if (YamlEvents.Read(text, context.Limits, out var events) is { } badYaml)
            return UserDataResult.Of(badYaml);

        var root = YamlTree.Build(events, context);
        var config = root is null or YamlScalar { Kind: ScalarKind.Null } ? new CloudConfig() : Document(new NodeReader(root, YamlPath.Root, context));
        if (context.HasErrors)
            return UserDataResult.Of(context.Errors);
        return UserDataResult.Of(new UserDataDocument { Kind = UserDataKind.CloudConfig, Config = config, Notices = context.Notices });
    }

    private static CloudConfig Document(NodeReader root)
    {
        if (!root.IsMapping)
        {
            root.Fail(UserDataErrorCodes.NotAMapping, "A cloud-config is a mapping of keys such as 'users:'.");
            return new CloudConfig();
        }

        var map = new MapReader(root);
        var users = UsersReader.Read(map);
        var config = new CloudConfig
        {
            Hostname = Hostname(map.Take("hostname")),
            Fqdn = Hostname(map.Take("fqdn")),
            PreserveHostname = map.Take("preserve_hostname")?.LooseBool(),
            Groups = GroupsReader.Read(map.Take("groups")),
            Users = users.Users,
            IncludesDefaultUser = users.IncludesDefault,
            DefaultUser = users.Default,
            SshAuthorizedKeys = SshKeysReader.Read(map.Take("ssh_authorized_keys")),
            WriteFiles = WriteFilesReader.Read(map.Take("write_files")),
            RunCmd = RunCmdReader.Read(map.Take("runcmd")),
        };
        // Where the agent finds its server and join secret; its own configuration reader takes it from there.
        map.Take("fleet");
        map.NoticeRest(KnownKeys.Document);
        return config;
    }

    private static string? Hostname(NodeReader? field)
    {
        if (field?.Text() is not { } name)
            return null;
        if (Grammar.IsHostname(name))
            return name;
        field.Fail(UserDataErrorCodes.Hostname, "A hostname is made of labels of letters, digits and inner hyphens, at most 63 each and 253 in all, joined by dots; the last is not a number.");
        return null;
    }
}
