using System.Text;
using Fleet.Contracts;
using Fleet.Contracts.Agents;
using Fleet.GuestAgent.Machine;
using Fleet.GuestAgent.Machine.Ssh;
using Fleet.GuestAgent.Steps;
using Fleet.GuestAgent.Tests.Machine;

namespace Fleet.GuestAgent.Tests.Steps;

/// <summary>Boots a tree: each <see cref="BootAsync"/> is an agent that starts anew.</summary>
internal sealed class BootFixture : IDisposable
{
    public GuestTree Tree { get; } = new();

    public InstanceId Instance { get; set; } = InstanceId.New();

    public IReadOnlyList<VerifiedKeySet> Pushed { get; set; } = [];

    public bool Online { get; set; } = true;

    public async Task<(RecordingSink Sink, StageResult Login, StageResult Final)> BootAsync(string? userData)
    {
        using var host = new Host(Tree.Root, TimeProvider.System) { RunsScripts = true };
        var runner = new BootRunner(host);
        var sink = new RecordingSink();
        var inputs = new BootInputs(Online ? Document() : null, userData is null ? null : Encoding.UTF8.GetBytes(userData), "fallback") { PushedKeys = Pushed };
        var ct = TestContext.Current.CancellationToken;
        await runner.RunStageAsync(Stage.Local, inputs, sink, ct);
        return (sink, await runner.RunStageAsync(Stage.Login, inputs, sink, ct), await runner.RunStageAsync(Stage.Final, inputs, sink, ct));
    }

    private AgentDocument Document() => new()
    {
        Instance = Instance,
        Name = "web-1",
        Project = "default",
        Hostname = "web-1",
        Revision = "0000000100000001",
        Attributes = new Dictionary<string, string>(),
        KeySets = [],
    };

    public void Dispose() => Tree.Dispose();
}
