namespace Fleet.UserData.Tests;

public class UsersTests
{
    [Theory]
    [InlineData("hostname: web", true)]
    [InlineData("users:", false)]
    [InlineData("users: []", false)]
    [InlineData("users: [alice]", false)]
    [InlineData("users: [default, alice]", true)]
    [InlineData("users: 'default,alice'", true)]
    [InlineData("users: [{name: default}]", true)]
    [InlineData("users: {default: yes}", true)]
    [InlineData("users: {default: no}", false)]
    public void Parse_Users_TellWhetherTheDefaultUserIsMade(string yaml, bool included) =>
        Assert.Equal(included, Read.Config(yaml).IncludesDefaultUser);

    [Theory]
    [InlineData("[default, alice, {name: bob}]")]
    [InlineData("['alice, bob']")]
    [InlineData("[[alice, bob]]")]
    [InlineData("'alice,bob'")]
    [InlineData("{alice: true, eve: false, bob: {shell: /bin/sh}}")]
    public void Parse_UsersInEachForm_KeepTheirOrder(string users) =>
        Assert.Equal(["alice", "bob"], Read.Config($"users: {users}").Users.Select(user => user.Name));

    [Fact]
    public void Parse_SettingsOfTheDefaultUser_AreKeptApart()
    {
        var config = Read.Config("users:\n- default\n- {name: default, shell: /bin/zsh}\n- alice");

        Assert.Equal("/bin/zsh", config.DefaultUser?.Shell);
        Assert.Equal("alice", Assert.Single(config.Users).Name);
    }

    [Theory]
    [InlineData("users: [alice, alice]", "user_data.duplicate_user", "users[1]")]
    [InlineData("users: [alice, {name: alice}]", "user_data.duplicate_user", "users[1]")]
    [InlineData("users: [{name: default}, {name: default}]", "user_data.duplicate_user", "users[1]")]
    [InlineData("users: [{shell: /bin/sh}]", "user_data.required", "users[0]")]
    [InlineData("users: [yes]", "user_data.wrong_type", "users[0]")]
    [InlineData("users: [~]", "user_data.wrong_type", "users[0]")]
    [InlineData("users: 12", "user_data.wrong_type", "users")]
    [InlineData("users: {alice: 12}", "user_data.wrong_type", "users.alice")]
    public void Parse_UsersThatMakeNoSense_AreErrors(string yaml, string code, string path)
    {
        var error = Read.Error(yaml);

        Assert.Equal((code, path), (error.Code, error.Path));
    }

    [Theory]
    [InlineData("'admins, devs'", "admins: devs:")]
    [InlineData("[admins, {devs: [alice, bob]}]", "admins: devs:alice,bob")]
    [InlineData("[{admins: root}, {admins: [alice, root]}, devs]", "admins:root,alice devs:")]
    [InlineData("{admins: 'alice, bob', devs: []}", "admins:alice,bob devs:")]
    public void Parse_GroupsInEachForm_HaveTheirMembers(string groups, string expected) =>
        Assert.Equal(expected, string.Join(' ', Read.Config($"groups: {groups}").Groups.Select(group => $"{group.Name}:{string.Join(',', group.Members)}")));

    [Theory]
    [InlineData("[Admins]", "user_data.name", "groups[0]")]
    [InlineData("[{devs: [Alice]}]", "user_data.name", "groups[0].devs[0]")]
    [InlineData("[{devs: ~}]", "user_data.wrong_type", "groups[0].devs")]
    [InlineData("[12]", "user_data.wrong_type", "groups[0]")]
    [InlineData("12", "user_data.wrong_type", "groups")]
    public void Parse_GroupsThatMakeNoSense_AreErrors(string groups, string code, string path)
    {
        var error = Read.Error($"groups: {groups}");

        Assert.Equal((code, path), (error.Code, error.Path));
    }

    [Fact]
    public void Parse_SeveralFaults_AreAllReportedInOrder()
    {
        var errors = Read.Yaml("runcmd: 12\nhostname: a_b\nusers:\n- name: A\n  shell: sh\n").Errors;

        Assert.Equal(["runcmd", "hostname", "users[0].name", "users[0].shell"], errors.Select(error => error.Path));
    }
}
