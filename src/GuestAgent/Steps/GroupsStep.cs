using System.Text;

namespace Fleet.GuestAgent.Steps;

/// <summary>cloud-config's <c>groups</c>. Members that the same user-data makes are added when they exist, in <see cref="UsersStep"/>.</summary>
internal sealed class GroupsStep : IBootStep
{
    public string Name => "groups";

    public Stage Stage => Stage.Login;

    public StepKind Kind => StepKind.Ensure;

    public bool HasWork(BootContext boot) => boot.Config is { Groups.Count: > 0 };

    public Task<StepEnd> RunAsync(StepRun run, CancellationToken ct)
    {
        var groups = run.Boot.Config!.Groups;
        var users = UserPlan.Of(run.Boot).Select(u => u.Name).ToHashSet();
        var content = Encoding.UTF8.GetBytes(string.Join('\n', groups.Select(g => $"{g.Name}:{string.Join(',', g.Members)}")));
        return run.OnceAsync(Kind, content, async () =>
        {
            List<string> missing = [];
            foreach (var group in groups)
                missing.AddRange((await run.Host.Accounts.EnsureGroupAsync(group.Name, group.Members, ct).ConfigureAwait(false)).Where(m => !users.Contains(m)));
            return missing.Count == 0 ? StepEnd.Succeeded : StepEnd.Failed($"no such user: {string.Join(", ", missing.Distinct())}");
        });
    }
}
