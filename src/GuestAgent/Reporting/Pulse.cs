using System.Threading.Channels;

namespace Fleet.GuestAgent.Reporting;

/// <summary>Wakes one waiter; any number of sets before the wait count as one.</summary>
internal sealed class Pulse
{
    private readonly Channel<byte> _channel = Channel.CreateBounded<byte>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _channel.Writer.TryWrite(0);

    public async Task WaitAsync(CancellationToken ct) => await _channel.Reader.ReadAsync(ct).ConfigureAwait(false);
}
