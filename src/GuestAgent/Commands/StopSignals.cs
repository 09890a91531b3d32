using System.Runtime.InteropServices;

namespace Fleet.GuestAgent.Commands;

/// <summary>SIGTERM and SIGINT cancel; the second one, or one that nobody heeds for long, ends the process.</summary>
internal sealed class StopSignals : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals() =>
        _registrations = [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT }.Select(s => PosixSignalRegistration.Create(s, Stop))];

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        if (_stop.IsCancellationRequested)
            return; // not handled: the process ends
        context.Cancel = true;
        _stop.Cancel();
        _ = EndAsync();
    }

    private static async Task EndAsync()
    {
        await Task.Delay(Patience, TimeProvider.System).ConfigureAwait(false);
        Environment.Exit(143); // 128 + SIGTERM: cut off is not "provisioned"
    }
}
