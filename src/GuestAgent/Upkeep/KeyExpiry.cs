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
        while (true)
        {
            if (ledger.NextExpiry() is not { } next)
            {
                await _changed.WaitAsync(ct).ConfigureAwait(false);
                continue;
            }

            var left = next - events.Clock.Time.GetUtcNow();
            if (left <= TimeSpan.Zero && await ExpireAsync(next, ct).ConfigureAwait(false))
                continue;
            await Task.Delay(left > TimeSpan.Zero && left < Look ? left : Look, events.Clock.Time, ct).ConfigureAwait(false);
        }
    }

    // False: it is still in force, and the next try is not at once.
    private async Task<bool> ExpireAsync(DateTimeOffset due, CancellationToken ct)
    {
        if (!await ApplyAsync(ct).ConfigureAwait(false))
            return false;
        if (ledger.NextExpiry() is { } next && next <= due)
            return false;
        events.Progress(KeyUpkeep.Path, "a key has expired and was removed");
        return true;
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
