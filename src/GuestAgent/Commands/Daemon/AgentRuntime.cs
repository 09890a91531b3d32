using System.Text.Json;
using Fleet.Contracts.Events;
using Fleet.GuestAgent.Identity;
using Fleet.GuestAgent.Machine;
using Fleet.GuestAgent.Reporting;
using Fleet.GuestAgent.Sources;
using Fleet.GuestAgent.Sources.FleetMetadata;
using Fleet.GuestAgent.Steps;

namespace Fleet.GuestAgent.Commands.Daemon;

/// <summary>The agent's parts, put together once.</summary>
internal sealed class AgentRuntime : IDisposable
{
    private readonly MetadataService _metadata;
    private readonly IBootSource[] _sources;
    private readonly IdentityStore _store;

    private AgentRuntime(Host host, EventClock clock, AgentLog log)
    {
        (Host, Log) = (host, log);
        Files = new(host.Files);
        Events = new(clock, log);
        Handover = new(Files, clock);
        Status = new(Files, Events, log);
        var settings = Settings(Files, log);
        _metadata = new(settings.Metadata ?? AgentSettings.DefaultMetadata);
        _sources = BootSources.All(settings, Files, _metadata);
        _store = new(Files, problem =>
        {
            log.Error(problem);
            Events.Progress(StepPath.Upkeep + "/identity", problem);
        });
        Identity = new(_store, new(_store, _metadata, Time, log));
        Runner = new(host);
    }

    public Host Host { get; }

    public TimeProvider Time => Host.Time;

    public AgentLog Log { get; }

    public StateFiles Files { get; }

    public EventBuffer Events { get; }

    public Handover Handover { get; }

    public StatusFile Status { get; }

    public IdentityKeeper Identity { get; }

    public BootRunner Runner { get; }

    public static async Task<AgentRuntime> CreateAsync(string root, TimeProvider time, AgentLog log, CancellationToken ct)
    {
        var host = new Host(root, time);
        var clock = await host.ReadClockAsync(ct).ConfigureAwait(false);
        return new(host, new(clock.BootId, clock.Origin, () => clock.MonotonicNs, time), log);
    }

    public Task<Bootstrap> ReadSourceAsync(CancellationToken ct) => BootSources.ReadAsync(_sources, ct);

    public FleetServer Connect(AgentIdentity identity) => new(identity, _store.Key(), Time);

    public void Dispose()
    {
        _metadata.Dispose();
        Host.Dispose();
    }

    private static AgentSettings Settings(StateFiles files, AgentLog log)
    {
        try
        {
            return files.Read(AgentSettings.Path) is { } json ? JsonSerializer.Deserialize(json, IdentityJson.Default.AgentSettings) ?? new() : new();
        }
        catch (JsonException e)
        {
            // The machine may still find its server by itself.
            log.Error($"{AgentSettings.Path} is ignored: {e.Message}");
            return new();
        }
    }
}
