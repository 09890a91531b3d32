using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Fleet.Contracts;
using Fleet.Contracts.Orders;
using Fleet.GuestAgent.Commands.Daemon;
using Fleet.GuestAgent.Reporting;
using Fleet.GuestAgent.Tests.Identity;
using Fleet.GuestAgent.Tests.Reporting;

namespace Fleet.GuestAgent.Tests.Upkeep;

/// <summary>A guest in a directory: the real daemon, with a systemd that only listens.</summary>
internal sealed class Guest : IAsyncDisposable
{
    private readonly Socket _notify = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private Running? _running;
    private AgentRuntime? _agent;

    public Guest(FakeFleet fleet)
    {
        Root.Write("/etc/passwd", "root:x:0:0:root:/root:/bin/bash\nalice:x:1000:1000::/home/alice:/bin/bash\n");
        Root.Write("/etc/ssh/sshd_config", "Include /etc/ssh/sshd_config.d/*.conf\n");
        Directory.CreateDirectory(Root.Path + "/etc/fleet");
        Directory.CreateDirectory(Root.Path + "/run/fleet");
        Root.Write("/run/fleet/network-online", "");
        Metadata(fleet.Metadata);
        _notify.Bind(new UnixDomainSocketEndPoint(Root.Path + "/notify"));
    }

    public TempRoot Root { get; } = new();

    public EventBuffer Events => _agent!.Events;

    public void Metadata(string address) => Root.Write("/etc/fleet/agent.json", $$"""{"metadata":"{{address}}"}""");

    public async Task StartAsync(TimeSpan? deadline = null)
    {
        _agent = await AgentRuntime.CreateAsync(Root.Path, TimeProvider.System, AgentLog.Silent, CancellationToken.None);
        _running = new(new FleetDaemon(_agent, new(Root.Path + "/notify", null, TimeProvider.System)) { Deadline = deadline }.RunAsync);
    }

    public async Task StopAsync()
    {
        await _running!.DisposeAsync();
        _agent!.Dispose();
        _running = null;
    }

    public string NextNotification()
    {
        var buffer = new byte[256];
        _notify.ReceiveTimeout = 10_000;
        return Encoding.UTF8.GetString(buffer, 0, _notify.Receive(buffer));
    }

    public AgentStatus? Status() => Root.Read(AgentStatus.Path) is { } json ? JsonSerializer.Deserialize(json, DaemonJson.Default.AgentStatus) : null;

    public string? Keys(string user) => Root.Read("/var/lib/fleet-keys/" + user);

    public static SignedOrder KeySet(FakeFleet fleet, long revision, params OrderedKey[] keys) => fleet.Sign(JsonSerializer.Serialize(
        new KeySetOrder { Kind = KeySetOrder.KindValue, Subject = OrderSubject.Of(fleet.Instance), Revision = revision, Keys = keys },
        ContractsJson.Default.KeySetOrder));

    public static OrderedKey Key(string user, DateTimeOffset? expiresAt = null) =>
        new() { Id = SshKeyId.New(), User = user, PublicKey = KeySetCheckTests.PublicKey, ExpiresAt = expiresAt };

    public async ValueTask DisposeAsync()
    {
        if (_running is not null)
            await StopAsync();
        _notify.Dispose();
        Root.Dispose();
    }
}
