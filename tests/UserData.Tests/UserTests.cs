namespace Fleet.UserData.Tests;

public class UserTests
{
    public const string Sha512 = "$6$saltsalt$qFmFH.bQmmtXzyBY0s9v7Oicd2z4XSIecDzlB5KiA2/jctKu9YterLp8wwnSq.qc.eoxqOmSuNp2xS0ktL3nh/";

    [Theory]
    [InlineData("a")]
    [InlineData("_apt")]
    [InlineData("www-data")]
    [InlineData("a0_-")]
    [InlineData("abcdefghijklmnopqrstuvwxyz012345")]
    public void Parse_NameWithinTheGrammar_IsTaken(string name)
    {
        Assert.Equal(name, Assert.Single(Read.Config($"users: [{{name: {name}}}]").Users).Name);
        Assert.Equal(name, Assert.Single(Read.Config($"groups: [{name}]").Groups).Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Alice")]
    [InlineData("0day")]
    [InlineData("-a")]
    [InlineData("a b")]
    [InlineData("a:b")]
    [InlineData("a$")]
    [InlineData("a.b")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("ä")]
    [InlineData("a\\n")]
    [InlineData("a\\0")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456")]
    public void Parse_NameOutsideTheGrammar_IsAnError(string name)
    {
        var error = Read.Error($"users:\n- name: root2\n- name: \"{name}\"");

        Assert.Equal(("user_data.name", "users[1].name", 4), (error.Code, error.Path, error.Line));
    }

    [Fact]
    public void Parse_UserWithDefaults_IsLockedAndPlain()
    {
        var user = Read.User("");

        Assert.Equal("alice", user.Name);
        Assert.True(user.LockPasswd);
        Assert.False(user.System || user.NoCreateHome || user.NoUserGroup);
        Assert.Empty(user.Sudo);
        Assert.Empty(user.Groups);
        Assert.Null(user.Passwd);
        Assert.Null(user.Uid);
    }

    [Fact]
    public void Parse_DashesInKeys_AreUnderscores()
    {
        var user = Read.User("no-create-home: true, no-user-group: yes, lock-passwd: off, primary-group: users, ssh-authorized-keys: [ssh-ed25519 AAAA]");

        Assert.True(user is { NoCreateHome: true, NoUserGroup: true, LockPasswd: false, PrimaryGroup: "users" });
        Assert.Single(user.SshAuthorizedKeys);
    }

    [Fact]
    public void Parse_KeyInBothSpellings_IsAnError() =>
        Assert.Equal("user_data.duplicate_key", Read.Error("users: [{name: a, lock-passwd: true, lock_passwd: false}]").Code);

    [Theory]
    [InlineData("'adm, sudo'")]
    [InlineData("[adm, sudo]")]
    [InlineData("[adm, sudo, adm]")]
    [InlineData("{adm: ~, sudo: ~}")]
    public void Parse_GroupsInEachForm_AreTheSame(string groups) => Assert.Equal(["adm", "sudo"], Read.User($"groups: {groups}").Groups);

    [Theory]
    [InlineData("false", "")]
    [InlineData("~", "")]
    [InlineData("''", "")]
    [InlineData("[]", "")]
    [InlineData("'ALL=(ALL) NOPASSWD:ALL'", "ALL=(ALL) NOPASSWD:ALL")]
    [InlineData("['ALL=(ALL) /bin/ls', ~, 'ALL=(www) ALL']", "ALL=(ALL) /bin/ls|ALL=(www) ALL")]
    public void Parse_SudoInEachForm_GivesItsRules(string sudo, string rules) => Assert.Equal(rules, string.Join('|', Read.User($"sudo: {sudo}").Sudo));

    [Theory] // PA-13
    [InlineData("sudo: \"ALL=(ALL) ALL\\nmallory ALL=(ALL) ALL\"", "user_data.sudo", "users[0].sudo")]
    [InlineData("sudo: ['ALL=(ALL) ALL \\ ']", "user_data.sudo", "users[0].sudo[0]")]
    [InlineData("sudo: [\"ALL\\u2028x\"]", "user_data.sudo", "users[0].sudo[0]")]
    [InlineData("sudo: true", "user_data.wrong_type", "users[0].sudo")]
    [InlineData("gecos: 'Alice:0:0'", "user_data.gecos", "users[0].gecos")]
    [InlineData("gecos: \"Alice\\nroot\"", "user_data.gecos", "users[0].gecos")]
    [InlineData("passwd: hunter2", "user_data.passwd", "users[0].passwd")]
    [InlineData("passwd: ''", "user_data.passwd", "users[0].passwd")]
    [InlineData("passwd: $6$salt$short", "user_data.passwd", "users[0].passwd")]
    [InlineData("passwd: '*:0:0:0'", "user_data.passwd", "users[0].passwd")]
    [InlineData("hashed_passwd: \"!\\n\"", "user_data.passwd", "users[0].hashed_passwd")]
    [InlineData("shell: bash", "user_data.path", "users[0].shell")]
    [InlineData("shell: '/bin/sh:x'", "user_data.path", "users[0].shell")]
    [InlineData("homedir: /home/../root", "user_data.path", "users[0].homedir")]
    [InlineData("uid: 0", "user_data.uid", "users[0].uid")]
    [InlineData("uid: -1", "user_data.uid", "users[0].uid")]
    [InlineData("uid: 65535", "user_data.uid", "users[0].uid")]
    [InlineData("uid: 4294967295", "user_data.uid", "users[0].uid")]
    [InlineData("uid: ' 1000'", "user_data.uid", "users[0].uid")] // M15
    [InlineData("uid: '+5'", "user_data.uid", "users[0].uid")] // M15
    [InlineData("lock_passwd: maybe", "user_data.wrong_type", "users[0].lock_passwd")]
    [InlineData("primary_group: Users", "user_data.name", "users[0].primary_group")]
    public void Parse_FieldThatWouldBreakASystemFile_IsAnError(string field, string code, string path)
    {
        var error = Read.Error($"users: [{{name: alice, {field}}}]");

        Assert.Equal((code, path), (error.Code, error.Path));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("!")]
    [InlineData("!!")]
    [InlineData(Sha512)]
    [InlineData("!" + Sha512)]
    [InlineData("$6$rounds=4096$saltsalt$qFmFH.bQmmtXzyBY0s9v7Oicd2z4XSIecDzlB5KiA2/jctKu9YterLp8wwnSq.qc.eoxqOmSuNp2xS0ktL3nh/")]
    [InlineData("$y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o.9agCG9G317fhZg9SqC.5i5rd.RhAtQ7")]
    [InlineData("$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW")]
    [InlineData("$1$abcdefgh$G//4keteveJp0qb8z2DxG/")]
    [InlineData("rl.3StKT.4T8M")]
    public void Parse_CryptHash_IsKept(string hash) => Assert.Equal(hash, Read.User($"passwd: '{hash}'").Passwd?.Reveal());

    [Theory]
    [InlineData("1000", 1000u)]
    [InlineData("'1000'", 1000u)]
    [InlineData("4294967293", 4294967293u)]
    public void Parse_Uid_IsRead(string uid, uint value) => Assert.Equal(value, Read.User($"uid: {uid}").Uid);
}
