using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Fleet.GuestAgent.Commands.Daemon;

/// <summary>Tells systemd how the daemon is (sd_notify(3)). Without systemd it says nothing.</summary>
internal sealed class SdNotify(string? socketPath, string? watchdogMicroseconds, TimeProvider time)
{
    public static SdNotify FromEnvironment(TimeProvider time) =>
        new(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"), Environment.GetEnvironmentVariable("WATCHDOG_USEC"), time);

    public void Ready() => Send("READY=1");

    public void Stopping() => Send("STOPPING=1");

    public void Status(string text) => Send("STATUS=" + text.ReplaceLineEndings(" "));

    /// <param name="isAlive">Asked before each ping, which is withheld when it says no.</param>
    /// <param name="ct">Ends it.</param>
    public async Task WatchdogAsync(Func<bool> isAlive, CancellationToken ct)
    {
        if (socketPath is null || !long.TryParse(watchdogMicroseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var us) || us <= 0)
            return;
        using var timer = new PeriodicTimer(TimeSpan.FromMicroseconds(us) / 3, time);
        do
            if (isAlive())
                Send("WATCHDOG=1");
        while (await timer.WaitForNextTickAsync(ct).ConfigureAwait(false));
    }

    private void Send(string message)
    {
        if (string.IsNullOrEmpty(socketPath))
            return;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            // '@' stands for the zero byte of an abstract socket.
            socket.Connect(new UnixDomainSocketEndPoint(socketPath[0] == '@' ? '\0' + socketPath[1..] : socketPath));
            socket.Send(Encoding.UTF8.GetBytes(message));
        }
        catch (SocketException)
        {
            // systemd is restarting: it asks for nothing that matters more than the work.
        }
    }
}
