using Fleet.Contracts;
using Fleet.Contracts.Agents;
using Fleet.Contracts.Events;
using Fleet.GuestAgent.Machine.Ssh;
using Fleet.GuestAgent.Reporting;

namespace Fleet.GuestAgent.Upkeep;

/// <summary>Keeps the machine's managed keys as the signed sets say, and tells the server what became of each set.</summary>
internal sealed class KeyUpkeep(KeySetCheck check, KeyLedger ledger, KeyExpiry expiry, EventBuffer events) : IDisposable
{
    public const string Path = StepPath.Upkeep + "/ssh-keys";

    private readonly SemaphoreSlim _one = new(1);
    private readonly Dictionary<string, string> _said = [];
    private List<CheckedKeySet> _taken = [];
    private bool _isIncomplete;
    private int _saidOn = -1;

    /// <summary>Applies the document's sets and confirms each, once in the life of a connection.</summary>
    /// <param name="document">The desired state.</param>
    /// <param name="connects">See <see cref="HubReporter.Connects"/>.</param>
    /// <param name="ct">Ends the wait, not the work on a file.</param>
    public async Task TakeAsync(AgentDocument document, int connects, CancellationToken ct)
    {
        await _one.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (connects != _saidOn)
                _said.Clear();
            _saidOn = connects;
            _taken = check.Check(document.KeySets).Select(Take).ToList();
            await ApplyAsync(ct).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
            expiry.Wake();
        }
    }

    /// <summary>
    /// Once more, when keys were not in force the last time: a user may exist by now, or sshd may have been put right. A set is confirmed anew when that
    /// changes what there is to say of it.
    /// </summary>
    public async Task RetryAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (_isIncomplete)
                await ApplyAsync(ct).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private CheckedKeySet Take(CheckedKeySet set)
    {
        if (set.Set is null)
            return set;
        try
        {
            return ledger.Replace(set.Set) is { } refused ? set with { Refused = refused, Set = null } : set;
        }
        catch (IOException e)
        {
            return set with { Refused = $"could not be kept: {e.Message}", Set = null };
        }
    }

    private async Task ApplyAsync(CancellationToken ct)
    {
        _isIncomplete = true;
        try
        {
            var problems = await ledger.ApplyAsync(ct).ConfigureAwait(false);
            _isIncomplete = problems.Count > 0;
            foreach (var set in _taken)
                Confirm(set, problems);
        }
        catch (IOException e)
        {
            foreach (var set in _taken)
                Confirm(set with { Refused = set.Refused ?? $"could not be applied: {e.Message}" }, []);
            throw; // and is tried again
        }
    }

    private void Confirm(CheckedKeySet set, IReadOnlyList<ManagedKeyProblem> problems)
    {
        if (set.Subject is null)
        {
            if (_said.TryAdd("", ""))
                events.Finished(Path, StepOutcome.Failed, set.Refused);
            return;
        }

        KeyProblem[] all = [.. set.Problems, .. problems.Where(p => p.Subject == set.Subject).Select(ToWire).OfType<KeyProblem>()];
        var confirms = new KeySetConfirmation { Subject = set.Subject, Revision = set.Revision, Refused = set.Refused, Problems = all.Length == 0 ? null : all };
        var says = $"{set.Revision} {set.Refused} {string.Join(';', all.Select(p => p.KeyId + p.Problem))}";
        if (_said.TryGetValue(set.Subject, out var said) && said == says)
            return;
        _said[set.Subject] = says;
        var message = set.Refused ?? (all.Length == 0 ? null : $"{all.Length} keys of {set.Subject} are not in force, the first: {all[0].Problem}");
        events.Confirmed(Path, message is null ? StepOutcome.Succeeded : StepOutcome.Failed, message, confirms);
    }

    private static KeyProblem? ToWire(ManagedKeyProblem p) =>
        SshKeyId.TryParse(p.Id, null, out var id) ? new(id, p.Problem) : null;
}
