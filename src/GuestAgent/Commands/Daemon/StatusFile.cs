using System.Text.Json;
using Fleet.GuestAgent.Identity;
using Fleet.GuestAgent.Reporting;

namespace Fleet.GuestAgent.Commands.Daemon;

/// <summary>Keeps <see cref="AgentStatus.Path"/> true: written at each turn, and when the streams have moved.</summary>
internal sealed class StatusFile(StateFiles files, EventBuffer events, AgentLog log)
{
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(2);
    private readonly Lock _gate = new();
    private AgentStatus _status = new() { State = "provisioning", Stage = "login" };
    private byte[] _written = [];

    /// <summary>Where the hub stands, once there is an identity.</summary>
    public HubReporter? Reporter { private get; set; }

    public void Change(Func<AgentStatus, AgentStatus> change)
    {
        lock (_gate)
        {
            _status = change(_status);
            Write();
        }
    }

    public async Task RefreshAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Refresh, events.Clock.Time);
        do
            Change(s => s);
        while (await timer.WaitForNextTickAsync(ct).ConfigureAwait(false));
    }

    private void Write()
    {
        var now = _status with
        {
            Streams = events.Watermarks(),
            Connected = Reporter is { Problem: null },
            LastError = _status.LastError ?? Reporter?.Problem,
        };
        var json = JsonSerializer.SerializeToUtf8Bytes(now, DaemonJson.Default.AgentStatus);
        if (json.AsSpan().SequenceEqual(_written))
            return;
        try
        {
            files.Write(AgentStatus.Path, json);
            _written = json;
        }
        catch (IOException e)
        {
            log.Warning($"status: {e.Message}");
        }
    }
}
