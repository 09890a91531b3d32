using System.Globalization;
using Fleet.UserData.Yaml;

namespace Fleet.UserData.Config;

/// <summary>Reads one entry of <c>users</c> that is a mapping. As in cloud-init, a dash in a key is another spelling of an underscore.</summary>
internal static class UserReader
{
    private const int MaxGecos = 1024;

    // The top two values mean "no change" to chown(2); 65535 is the same in 16 bits.
    private const uint MaxUid = uint.MaxValue - 2;

    /// <param name="item">The mapping.</param>
    /// <param name="name">The name, where the mapping does not hold it itself.</param>
    public static UserSpec? Read(NodeReader item, NodeReader? name)
    {
        var map = new MapReader(item, dashes: true);
        // Always taken: beside a name given outside, cloud-init overwrites it.
        var inner = name is null ? map.Require("name") : map.Take("name");
        var user = new UserSpec(Accounts.Name(name ?? inner) ?? "")
        {
            Gecos = Gecos(map.Take("gecos")),
            HomeDir = PasswdPath(map.Take("homedir")),
            Shell = PasswdPath(map.Take("shell")),
            PrimaryGroup = Accounts.Name(map.Take("primary_group")),
            Groups = Accounts.Names(map.Take("groups")),
            NoCreateHome = map.Take("no_create_home")?.Bool() ?? false,
            NoUserGroup = map.Take("no_user_group")?.Bool() ?? false,
            System = map.Take("system")?.Bool() ?? false,
            Sudo = SudoReader.Read(map.Take("sudo")),
            LockPasswd = map.Take("lock_passwd")?.Bool() ?? true,
            Passwd = Hash(map.Take("passwd")),
            HashedPasswd = Hash(map.Take("hashed_passwd")),
            SshAuthorizedKeys = SshKeysReader.Read(map.Take("ssh_authorized_keys")),
            Uid = Uid(map.Take("uid")),
        };
        map.NoticeRest(KnownKeys.User);
        return user.Name.Length == 0 ? null : user;
    }

    private static string? Gecos(NodeReader? field)
    {
        if (field?.Text() is not { } gecos)
            return null;
        if (gecos.Length <= MaxGecos && Grammar.IsPlainLine(gecos) && !gecos.Contains(':', StringComparison.Ordinal))
            return gecos;
        field.Fail(UserDataErrorCodes.Gecos, $"gecos is one line of at most {MaxGecos} characters, without ':' and control characters.");
        return null;
    }

    private static string? PasswdPath(NodeReader? field)
    {
        if (field?.Text() is not { } path)
            return null;
        if (Grammar.IsPasswdPath(path))
            return path;
        field.Fail(UserDataErrorCodes.Path, "This must be an absolute path without '..', ':', a slash at the end, and control characters.");
        return null;
    }

    private static Secret? Hash(NodeReader? field)
    {
        if (field?.Text() is not { } hash)
            return null;
        if (CryptHash.IsValid(hash))
            return new Secret(hash);
        field.Fail(UserDataErrorCodes.Passwd, "This must be a hash that crypt(3) knows (mkpasswd -m yescrypt makes one), never a password.");
        return null;
    }

    private static uint? Uid(NodeReader? field)
    {
        long? uid = field?.Node switch
        {
            YamlScalar { Kind: ScalarKind.Int } number => Yaml11.Integer(number.Text),
            YamlScalar { Kind: ScalarKind.Text } text when uint.TryParse(text.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) => value,
            _ => null,
        };
        if (uid is >= 1 and <= MaxUid and not ushort.MaxValue)
            return (uint)uid;
        field?.Fail(UserDataErrorCodes.Uid, $"uid is a number from 1 to {MaxUid}, other than {ushort.MaxValue}.");
        return null;
    }
}
