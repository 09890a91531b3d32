using Fleet.Contracts.Events;
using Fleet.GuestAgent.Identity;
using Fleet.GuestAgent.Reporting;
using Fleet.GuestAgent.Sources;
using Fleet.GuestAgent.Upkeep;

namespace Fleet.GuestAgent.Commands.Daemon;

/// <summary>From nothing to the document: source, identity, document. Each is tried until it works; someone else decides how long to wait for it.</summary>
/// <param name="agent">The agent.</param>
/// <param name="span">Where it says what it is at.</param>
/// <param name="connected">Called as soon as there is an identity: events flow from then on.</param>
internal sealed class Acquisition(AgentRuntime agent, OpenSpan span, Action<FleetServer> connected)
{
    private const string SourceStep = StepPath.Login + "/source";
    private const string IdentityStep = StepPath.Login + "/identity";
    private const string DocumentStep = StepPath.Login + "/document";

    // An enrolled machine can go on without its source: it asks only whether it is still the same machine.
    private static readonly TimeSpan SourceOfEnrolled = TimeSpan.FromSeconds(3);

    private readonly Backoff _backoff = new(agent.Time, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2));
    private readonly List<string> _failures = [];

    public async Task<Acquired> RunAsync(CancellationToken ct)
    {
        var identity = await IdentityAsync(ct).ConfigureAwait(false);
        var server = await UntilItWorksAsync(_ => Task.FromResult(agent.Connect(identity)), ct).ConfigureAwait(false);
        connected(server);
        span.Enter(DocumentStep);
        var client = new DocumentClient(server);
        var state = await UntilItWorksAsync(c => client.ReadAsync(c), ct).ConfigureAwait(false);
        var userData = await UntilItWorksAsync(c => UserDataAsync(client, state, c), ct).ConfigureAwait(false);
        if (userData.Problem is { } problem)
            Fail(DocumentStep, problem);
        else
            span.Leave(StepOutcome.Succeeded, $"revision {state.Document.Revision}");
        return new(server, state, userData.Body, _failures);
    }

    private async Task<AgentIdentity> IdentityAsync(CancellationToken ct)
    {
        span.Enter(SourceStep);
        var stored = agent.Identity.Stored;
        if (await SourceAsync(stored is not null, ct).ConfigureAwait(false) is not { } bootstrap)
        {
            span.Leave(StepOutcome.Succeeded, "the source does not answer; going by the identity that is stored");
            return stored!;
        }

        span.Leave(StepOutcome.Succeeded, $"{bootstrap.From}: server {bootstrap.Server}");
        span.Enter(IdentityStep);
        var (identity, problem) = await UntilItWorksAsync(c => agent.Identity.EnsureAsync(bootstrap, c), ct).ConfigureAwait(false);
        if (problem is null)
            span.Leave(StepOutcome.Succeeded, $"agent {identity.Agent}");
        else
            Fail(IdentityStep, problem, new Dictionary<string, string> { ["problem"] = IdentityKeeper.ChangedUnproven });
        return identity;
    }

    private async Task<Bootstrap?> SourceAsync(bool isEnrolled, CancellationToken ct)
    {
        if (!isEnrolled)
            return await UntilItWorksAsync(agent.ReadSourceAsync, ct).ConfigureAwait(false);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(SourceOfEnrolled);
        try
        {
            return await UntilItWorksAsync(agent.ReadSourceAsync, limited.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<T> UntilItWorksAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken ct)
    {
        _backoff.Reset();
        while (true)
        {
            try
            {
                return await act(ct).ConfigureAwait(false);
            }
            catch (Exception e) when (!ct.IsCancellationRequested && Failure.IsExpected(e))
            {
                span.Problem(Failure.Reason(e));
                var wait = (e as AgentRefusedException)?.RetryAfter ?? TimeSpan.Zero;
                await Task.Delay(wait + _backoff.Next(), agent.Time, ct).ConfigureAwait(false);
            }
        }
    }

    // A refusal without a status is our own: the order or the body is not what was signed, and asking again brings the same.
    private static async Task<(byte[]? Body, string? Problem)> UserDataAsync(DocumentClient client, DesiredState state, CancellationToken ct)
    {
        try
        {
            return (await client.UserDataAsync(state.Document, ct).ConfigureAwait(false), null);
        }
        catch (AgentRefusedException e) when (e.Status is null)
        {
            return (null, e.Message);
        }
    }

    private void Fail(string path, string problem, Dictionary<string, string>? attributes = null)
    {
        _failures.Add($"{path}: {problem}");
        span.Leave(StepOutcome.Failed, problem, attributes);
    }
}
