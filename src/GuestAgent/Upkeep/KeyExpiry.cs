using Fleet.GuestAgent.Machine.Ssh;
using Fleet.GuestAgent.Reporting;

namespace Fleet.GuestAgent.Upkeep;

/// <summary>Takes each key out when its time is up, with or without a server.</summary>
internal sealed class KeyExpiry(KeyLedger ledger, EventBuffer events, AgentLog log)
{
    // A wall clock may jump while a timer sleeps (a resumed VM, NTP): so it never sleeps longer while a key is running out.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private readonly Pulse _changed = new();

    /// <summary>The sets have changed.</summary>
    public void Wake() => _changed.Set();

    public async Task RunAsync(CancellationToken ct)
    {
        await ApplyAsync(ct).ConfigureAwait(false); // what ran out, or was altered, while no agent ran
        for (DateTimeOffset? due = null, last = null; ; last = due)
        {
            due = ledger.NextExpiry();
            var now = events.Clock.Time.GetUtcNow();
            // Once its time has come the ledger speaks of the next one: so what it said before counts.
            if (last <= now)
                await ExpireAsync(ct).ConfigureAwait(false);
            else if (due is null)
                await _changed.WaitAsync(ct).ConfigureAwait(false);
            else if (due > now)
                await Task.Delay(due.Value - now < Look ? due.Value - now : Look, events.Clock.Time, ct).ConfigureAwait(false);
        }
    }

    private async Task ExpireAsync(CancellationToken ct)
    {
        while (!await ApplyAsync(ct).ConfigureAwait(false))
            await Task.Delay(Look, events.Clock.Time, ct).ConfigureAwait(false);
        events.Progress(KeyUpkeep.Path, "a key has expired and was removed");
    }

    private async Task<bool> ApplyAsync(CancellationToken ct)
    {
        try
        {
            await ledger.ApplyAsync(ct).ConfigureAwait(false);
            return true;
        }
        catch (IOException e)
        {
            log.Error($"managed keys: {e.Message}");
            return false;
        }
    }
}
