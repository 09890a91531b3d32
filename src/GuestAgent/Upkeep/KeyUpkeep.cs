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
    private readonly HashSet<string> _said = [];
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
            var sets = check.Check(document.KeySets).Select(Take).ToList();
            foreach (var (set, problems) in await ApplyAsync(sets, ct).ConfigureAwait(false))
                Confirm(set, problems);
        }
        finally
        {
            _one.Release();
            expiry.Wake();
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

    private async Task<IEnumerable<(CheckedKeySet Set, IReadOnlyList<ManagedKeyProblem> Problems)>> ApplyAsync(List<CheckedKeySet> sets, CancellationToken ct)
    {
        try
        {
            var problems = await ledger.ApplyAsync(ct).ConfigureAwait(false);
            return sets.Select(s => (s, problems));
        }
        catch (IOException e)
        {
            foreach (var set in sets)
                Confirm(set with { Refused = set.Refused ?? $"could not be applied: {e.Message}" }, []);
            throw; // and is tried again
        }
    }

    private void Confirm(CheckedKeySet set, IReadOnlyList<ManagedKeyProblem> problems)
    {
        if (set.Subject is null)
        {
            if (_said.Add("unreadable"))
                events.Finished(Path, StepOutcome.Failed, set.Refused);
            return;
        }

        KeyProblem[] all = [.. set.Problems, .. problems.Where(p => p.Subject == set.Subject).Select(ToWire).OfType<KeyProblem>()];
        var confirms = new KeySetConfirmation { Subject = set.Subject, Revision = set.Revision, Refused = set.Refused, Problems = all.Length == 0 ? null : all };
        if (!_said.Add($"{set.Subject} {set.Revision} {set.Refused} {string.Join(';', all.Select(p => p.KeyId + p.Problem))}"))
            return;
        var message = set.Refused ?? (all.Length == 0 ? null : $"{all.Length} keys of {set.Subject} are not in force, the first: {all[0].Problem}");
        events.Confirmed(Path, message is null ? StepOutcome.Succeeded : StepOutcome.Failed, message, confirms);
    }

    private static KeyProblem? ToWire(ManagedKeyProblem p) =>
        SshKeyId.TryParse(p.Id, null, out var id) ? new(id, p.Problem) : null;
}
