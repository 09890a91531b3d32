using Fleet.Contracts.Events;
using Fleet.GuestAgent.Machine.Ssh;
using Fleet.GuestAgent.Steps;
using Fleet.GuestAgent.Upkeep;

namespace Fleet.GuestAgent.Commands.Daemon;

/// <summary>
/// The order of a boot: <c>boot</c> begins, source, identity, document, login stage, (sshd starts), network, final stage, <c>boot</c> ends. Each wait has
/// its deadline; sshd is never kept from starting for longer than one.
/// </summary>
internal sealed class BootSequence(AgentRuntime agent, IBootObserver observer)
{
    /// <summary>Touched by fleet-agent-online.service.</summary>
    public const string NetworkOnline = "/run/fleet/network-online";

    private static readonly TimeSpan FirstBootDeadline = TimeSpan.FromSeconds(60);

    // Its keys and users are still there from the boot before: a server that is down must not keep people out.
    private static readonly TimeSpan LaterBootDeadline = TimeSpan.FromSeconds(20);

    private readonly StageSink _sink = new(agent.Events);
    private readonly List<string> _failures = [];

    /// <summary>One stage alone, by its name; null runs them all.</summary>
    public string? Only { private get; init; }

    /// <summary>Another deadline for the way to the document.</summary>
    public TimeSpan? Deadline { private get; init; }

    /// <param name="onlyUntilDeadline">In the foreground someone waits for an answer; the daemon goes on trying.</param>
    /// <param name="ct">Ends the boot where it is.</param>
    public async Task<BootResult> RunAsync(bool onlyUntilDeadline, CancellationToken ct)
    {
        Begin();
        _sink.Started(StepPath.Login);
        var acquired = await AcquireAsync(onlyUntilDeadline, ct).ConfigureAwait(false);
        if (acquired is null)
            return new(_failures.Count, null);
        _failures.AddRange(acquired.Failures);
        var inputs = new BootInputs(acquired.State.Document, acquired.UserData, null) { PushedKeys = PushedKeys(acquired) };
        if (Only != StepPath.Final)
            await StageAsync(Stage.Login, inputs, ct).ConfigureAwait(false);
        observer.LoggedIn(acquired);
        agent.Status.Change(s => s with { Stage = StepPath.Final });
        if (!onlyUntilDeadline)
            await NetworkAsync(ct).ConfigureAwait(false);
        if (Only != StepPath.Login)
            await StageAsync(Stage.Final, inputs, ct).ConfigureAwait(false);
        var message = _failures.Count == 0 ? null : $"{_failures.Count} {(_failures.Count == 1 ? "step" : "steps")} failed, the first: {_failures[0]}";
        if (Only is null)
            _sink.Finished(StepPath.Boot, StepOutcome.Succeeded, message);
        return new(_failures.Count, acquired);
    }

    private IReadOnlyList<VerifiedKeySet> PushedKeys(Acquired acquired)
    {
        try
        {
            return [.. new KeySetCheck(acquired.Server.Identity, agent.Host.Keys.Revision).Check(acquired.State.Document.KeySets).Select(s => s.Set).OfType<VerifiedKeySet>()];
        }
        catch (IOException e)
        {
            // The ledger cannot be read. Upkeep tries again, and tells the server.
            _failures.Add($"{StepPath.Login}: {e.Message}");
            return [];
        }
    }

    private void Begin()
    {
        if (Only is not null)
            return;
        var before = agent.Handover.Read();
        if (!before.Any(e => e is { Path: StepPath.Boot, Kind: EventKind.Started }))
            _sink.Started(StepPath.Boot);
        foreach (var e in before)
        {
            agent.Events.Import(e);
            if (e.Outcome is (StepOutcome.Failed or StepOutcome.TimedOut or StepOutcome.Interrupted) && e.Path.Contains('/', StringComparison.Ordinal))
                _failures.Add($"{e.Path}: {e.Message}");
        }
    }

    private async Task<Acquired?> AcquireAsync(bool onlyUntilDeadline, CancellationToken ct)
    {
        var span = new OpenSpan(_sink);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var acquiring = new Acquisition(agent, span, observer.Connected).RunAsync(stop.Token);
        var deadline = Deadline ?? (agent.Identity.Stored is null ? FirstBootDeadline : LaterBootDeadline);
        try
        {
            return await acquiring.WaitAsync(deadline, agent.Time, ct).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            var reason = span.GiveUp();
            _sink.Finished(StepPath.Login, StepOutcome.Failed, reason);
            agent.Status.Change(s => s with { LastError = reason });
            observer.LoginGivenUp();
            if (!onlyUntilDeadline)
                return await LateAsync(acquiring).ConfigureAwait(false);
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)acquiring).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _sink.Finished(StepPath.Boot, StepOutcome.Failed, reason);
            return null;
        }
    }

    private async Task<Acquired> LateAsync(Task<Acquired> acquiring)
    {
        var acquired = await acquiring.ConfigureAwait(false);
        agent.Status.Change(s => s with { LastError = null });
        return acquired;
    }

    private async Task StageAsync(Stage stage, BootInputs inputs, CancellationToken ct)
    {
        var result = await agent.Runner.RunStageAsync(stage, inputs, _sink, ct).ConfigureAwait(false);
        if (result.Failed > 0)
            _failures.Add($"{result.FirstFailedPath}: {result.FirstFailure}");
        for (var i = 1; i < result.Failed; i++)
            _failures.Add(stage.Path());
    }

    private async Task NetworkAsync(CancellationToken ct)
    {
        for (var i = 0; i < 300 && !agent.Files.Exists(NetworkOnline); i++)
            await Task.Delay(TimeSpan.FromMilliseconds(100), agent.Time, ct).ConfigureAwait(false);
    }
}
