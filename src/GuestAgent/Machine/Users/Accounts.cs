using System.Globalization;
using System.Text;
using Fleet.Contracts;
using Fleet.GuestAgent.Machine.Files;
using Fleet.GuestAgent.Machine.Running;

namespace Fleet.GuestAgent.Machine.Users;

/// <summary>Makes users and groups with the distribution's own tools. Everything is idempotent: what is there is completed, never made anew.</summary>
internal sealed class Accounts(SafeFs fs, Processes processes)
{
    public AccountFiles Files { get; } = new(fs);

    /// <summary>Makes a group unless it is there, and adds those of its members that exist.</summary>
    /// <returns>Members that do not exist.</returns>
    public async Task<IReadOnlyList<string>> EnsureGroupAsync(string name, IReadOnlyList<string> members, CancellationToken ct)
    {
        CheckName(name);
        if (Files.GroupId(name) is null)
            await ToolAsync("groupadd", [name], ct).ConfigureAwait(false);
        foreach (var member in members.Where(m => Files.Find(m) is not null))
            await AddToGroupAsync(member, name, ct).ConfigureAwait(false);
        return [.. members.Where(m => Files.Find(m) is null)];
    }

    /// <returns>Whether the account was made; false when it was there.</returns>
    public async Task<bool> EnsureUserAsync(NewAccount user, CancellationToken ct)
    {
        CheckName(user.Name);
        foreach (var group in user.Groups.Append(user.PrimaryGroup).OfType<string>())
            if (group != user.Name || Files.Find(user.Name) is not null)
                await EnsureGroupAsync(group, [], ct).ConfigureAwait(false);

        var isNew = Files.Find(user.Name) is null;
        if (isNew)
            await AddAsync(user, ct).ConfigureAwait(false);
        foreach (var group in user.Groups)
            await AddToGroupAsync(user.Name, group, ct).ConfigureAwait(false);
        if ((user.Password ?? (isNew ? user.NewPassword : null)) is { } hash)
            await SetHashAsync(user.Name, hash, user.LockPassword, ct).ConfigureAwait(false);
        return isNew;
    }

    private async Task AddAsync(NewAccount user, CancellationToken ct)
    {
        // A deleted user's home must not pass to a new user of that name (FS-13).
        var home = user.Home ?? $"/home/{user.Name}";
        if (!user.NoCreateHome && fs.OwnerOf(home) is { } owner and not 0)
            throw new MachineException($"the home '{home}' is there already and belongs to uid {owner}");

        List<string> arguments = [user.NoCreateHome ? "--no-create-home" : "--create-home"];
        void Option(string name, string? value)
        {
            if (value is not null)
                arguments.AddRange([name, value]);
        }

        Option("--comment", user.Gecos);
        Option("--home-dir", user.Home);
        Option("--shell", user.Shell);
        Option("--uid", user.Uid?.ToString(CultureInfo.InvariantCulture));
        Option("--gid", user.PrimaryGroup ?? (HasGroupOfItsName(user) ? user.Name : null));
        if (user.System)
            arguments.Add("--system");
        if (user.NoUserGroup || user.PrimaryGroup is not null || HasGroupOfItsName(user))
            arguments.Add("--no-user-group");
        await ToolAsync("useradd", [.. arguments, user.Name], ct).ConfigureAwait(false);
    }

    // useradd refuses to make a user whose own group is there already.
    private bool HasGroupOfItsName(NewAccount user) => !user.NoUserGroup && Files.GroupId(user.Name) is not null;

    private async Task AddToGroupAsync(string user, string group, CancellationToken ct)
    {
        if (!Files.IsMember(user, group))
            await ToolAsync("usermod", ["--append", "--groups", group, user], ct).ConfigureAwait(false);
    }

    // By standard input: arguments are for everybody to read. A new account has no password (shadow: "!"), so "locked" needs a call only with a hash,
    // and then the hash is never in force for a moment.
    private Task<string> SetHashAsync(string user, Fleet.UserData.Secret hash, bool locked, CancellationToken ct)
    {
        var line = $"{user}:{(locked ? "!" : "")}{hash.Reveal()}\n";
        if (line.AsSpan(0, line.Length - 1).ContainsAny('\n', '\r') || hash.Reveal().Contains(':', StringComparison.Ordinal))
            throw new MachineException("the password hash is not one plain word");
        string[] root = fs.Root == "/" ? [] : ["--root", fs.Root];
        return processes.MustAsync(new("chpasswd", ["--encrypted", .. root]) { Input = Encoding.UTF8.GetBytes(line) }, ct);
    }

    private Task<string> ToolAsync(string program, IReadOnlyList<string> arguments, CancellationToken ct) =>
        processes.MustAsync(new(program, fs.Root == "/" ? arguments : ["--prefix", fs.Root, .. arguments]), ct);

    // The grammar forbids a leading dash: a name can never be an option (FS-11).
    private static void CheckName(string name)
    {
        if (!Names.IsAccount(name))
            throw new MachineException("an account's or group's name must match [a-z_][a-z0-9_-]{0,31}");
    }
}
