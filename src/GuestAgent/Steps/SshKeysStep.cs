using Fleet.Contracts.Ssh;
using Fleet.GuestAgent.Machine.Ssh;

namespace Fleet.GuestAgent.Steps;

/// <summary>
/// Keys from user-data and keys that were pushed, at every boot. A key of user-data that is not in force fails the step; one that was pushed does not (a
/// project's key may name a user that this guest does not have): the caller confirms those to the server one by one.
/// </summary>
internal sealed class SshKeysStep : IBootStep
{
    public string Name => "ssh-keys";

    public Stage Stage => Stage.Login;

    public StepKind Kind => StepKind.Ensure;

    // Also without keys: sshd is told to read the managed files before it starts, so that the first push needs no reload.
    public bool HasWork(BootContext boot) => true;

    public async Task<StepEnd> RunAsync(StepRun run, CancellationToken ct)
    {
        List<string> problems = [];
        // Invalid user-data changes nothing: the keys of the last valid one stay.
        if (run.Boot.UserData is { IsValid: true })
            run.Host.Keys.Replace(new(KeyLedger.UserData, 0, [.. FromUserData(run.Boot, problems)]));
        List<string> pushed = [.. run.Boot.Inputs.PushedKeys.Select(s => run.Host.Keys.Replace(s) is { } refused ? $"{s.Subject}: {refused}" : null).OfType<string>()];

        foreach (var problem in await run.Host.Keys.ApplyAsync(ct).ConfigureAwait(false))
            (problem.Subject == KeyLedger.UserData ? problems : pushed).Add($"{problem.User}: {problem.Problem}");
        foreach (var problem in pushed.Distinct())
            run.Sink.Progress(run.Path, problem);
        return problems.Count > 0 ? StepEnd.Failed(string.Join("; ", problems.Distinct().Take(5)))
            : pushed.Count > 0 ? StepEnd.Succeeded with { Message = $"{pushed.Count} pushed keys are not in force" } : StepEnd.Succeeded;
    }

    private static IEnumerable<ManagedKey> FromUserData(BootContext boot, List<string> problems)
    {
        if (boot.Config is { SshAuthorizedKeys.Count: > 0 } && UserPlan.DefaultUser(boot) is null)
            problems.Add("ssh_authorized_keys at the top are the default user's, which 'users' leaves out");
        foreach (var user in UserPlan.Of(boot))
            for (var i = 0; i < user.SshAuthorizedKeys.Count; i++)
                if (SshPublicKey.TryParse(user.SshAuthorizedKeys[i], out var key, out var problem))
                    yield return new(user.Name, key!);
                else
                    problems.Add($"{user.Name}: key {i + 1}: {problem!.Detail}");
    }
}
