using System.Text;
using Fleet.Contracts.Events;
using Fleet.UserData.Config;

namespace Fleet.GuestAgent.Steps;

/// <summary>cloud-config's <c>users</c>, each once for an instance, with their groups, passwords and sudo rules. Their keys are <see cref="SshKeysStep"/>'s.</summary>
internal sealed class UsersStep : IBootStep
{
    public string Name => "users";

    public Stage Stage => Stage.Login;

    public StepKind Kind => StepKind.Ensure;

    public bool HasWork(BootContext boot) => UserPlan.Of(boot).Count > 0;

    public async Task<StepEnd> RunAsync(StepRun run, CancellationToken ct)
    {
        var users = UserPlan.Of(run.Boot);
        if (users.All(u => run.Child(u.Name).IsDone(Identity(run.Boot, u))))
            return StepEnd.Skipped("made in an earlier boot");
        var failed = 0;
        foreach (var user in users)
            failed += (await run.ChildAsync(user.Name, child => child.OnceAsync(Kind, Identity(run.Boot, user), () => MakeAsync(child, user, ct))).ConfigureAwait(false)).IsFailure ? 1 : 0;
        return failed == 0 ? StepEnd.Succeeded : StepEnd.Failed($"{failed} of {users.Count} users failed");
    }

    private static async Task<StepEnd> MakeAsync(StepRun run, UserSpec user, CancellationToken ct)
    {
        var isNew = await run.Host.Accounts.EnsureUserAsync(
            new(user.Name)
            {
                Gecos = user.Gecos,
                Home = user.HomeDir,
                Shell = user.Shell,
                PrimaryGroup = user.PrimaryGroup,
                Groups = [.. user.Groups.Concat(GroupsThatNameIt(run.Boot, user.Name)).Distinct()],
                NoCreateHome = user.NoCreateHome,
                NoUserGroup = user.NoUserGroup,
                System = user.System,
                Uid = user.Uid,
                LockPassword = user.LockPasswd,
                NewPassword = user.Passwd,
                Password = user.HashedPasswd,
            },
            ct).ConfigureAwait(false);
        if (user.Sudo.Count > 0 && await run.Host.Sudoers.WriteAsync(user.Name, user.Sudo, ct).ConfigureAwait(false) is { } remark)
            run.Sink.Progress(run.Path, remark);
        return new(StepOutcome.Succeeded, isNew ? null : "existed; completed");
    }

    private static IEnumerable<string> GroupsThatNameIt(BootContext boot, string user) =>
        boot.Config!.Groups.Where(g => g.Members.Contains(user)).Select(g => g.Name);

    // Without the keys, which have a step of their own: a new key must not bring back a user's old sudo rules.
    private static byte[] Identity(BootContext boot, UserSpec u) => Encoding.UTF8.GetBytes(string.Join('\0',
        [u.Name, u.Gecos, u.HomeDir, u.Shell, u.PrimaryGroup, $"{u.NoCreateHome} {u.NoUserGroup} {u.System} {u.LockPasswd} {u.Uid}", u.Passwd?.Reveal(), u.HashedPasswd?.Reveal(),
         string.Join('\n', u.Groups), string.Join('\n', u.Sudo), string.Join('\n', GroupsThatNameIt(boot, u.Name))]));
}
