using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Metadata.Document;
using Microsoft.Extensions.Options;

namespace Fleet.ControlPlane.Metadata.Watch;

/// <summary>
/// All held requests of this node. A hint only says where to look: one loop reads the counters of all hinted instances in one statement and wakes those that have
/// moved. While it reads, further hints gather for the next round. A waiter costs a few hundred bytes and no thread.
/// </summary>
internal sealed class WatchHub : BackgroundService
{
    private const int RetryAfterSeconds = 5;
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromMilliseconds(250);

    private readonly VersionReader versions;
    private readonly MetadataOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<WatchHub> logger;
    private readonly IDisposable subscription;
    private readonly CancellationTokenRegistration stopping;

    private readonly Lock gate = new();
    private readonly SemaphoreSlim signal = new(0, 1);
    private readonly WatchRegister register = new();
    private HashSet<InstanceId> hinted = [];
    private bool draining;

    public WatchHub(IChangeFeed feed, VersionReader versions, IOptions<MetadataOptions> options, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<WatchHub> logger)
    {
        this.versions = versions;
        this.options = options.Value;
        this.time = time;
        this.logger = logger;
        subscription = feed.Subscribe(OnChange);
        stopping = lifetime.ApplicationStopping.Register(Drain);
    }

    /// <summary>Subscribes: first this, then read, then <see cref="Watcher.WaitAsync"/>.</summary>
    public Outcome<Watcher> Enter(ProjectId project, InstanceId instance)
    {
        var watcher = new Watcher(this, time, project, instance);
        lock (gate)
        {
            if (register.CountOf(instance) >= options.WatchersPerInstance)
                return new TooManyError($"this instance holds {options.WatchersPerInstance} watches already", RetryAfterSeconds);
            if (register.Count >= options.Watchers)
                return new UnavailableError("this node holds as many watches as it may", RetryAfterSeconds);
            register.Add(watcher);
            if (draining)
                watcher.End(WatchEnd.Draining);
        }

        return watcher;
    }

    public void Leave(Watcher watcher)
    {
        lock (gate)
            register.Remove(watcher);
    }

    public override void Dispose()
    {
        stopping.Dispose();
        subscription.Dispose();
        signal.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await signal.WaitAsync(stoppingToken);
            var instances = Take();
            try
            {
                Wake(instances, await versions.FindAsync(instances, stoppingToken));
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(e, "could not read the revisions of {Count} watched instances; trying again", instances.Count);
                Hint(instances);
                await Task.Delay(ReadAgainAfter, time, stoppingToken);
            }
        }
    }

    private void OnChange(Change? change)
    {
        // What a guest reports is no part of its document. A deletion is a change of the spec, and must release whoever still waits.
        if (change is { Kind: "status" or "boot" })
            return;
        lock (gate)
        {
            if (change is null)
                Hint(register.Instances);
            else if (change.Instance is not { } instance)
                Hint(register.Of(change.Project));
            else if (register.CountOf(instance) > 0)
                Hint([instance]);
        }
    }

    private void Hint(IReadOnlyCollection<InstanceId> instances)
    {
        lock (gate)
        {
            hinted.UnionWith(instances);
            if (hinted.Count > 0 && signal.CurrentCount == 0)
                signal.Release();
        }
    }

    private HashSet<InstanceId> Take()
    {
        lock (gate)
        {
            var taken = hinted;
            hinted = [];
            return taken;
        }
    }

    private void Wake(HashSet<InstanceId> asked, IReadOnlyList<DocumentVersion> found)
    {
        lock (gate)
        {
            foreach (var version in found)
            {
                asked.Remove(version.Instance);
                foreach (var watcher in register.Of(version.Instance))
                    watcher.Offer(version.Etag);
            }

            foreach (var gone in asked)
                foreach (var watcher in register.Of(gone))
                    watcher.End(WatchEnd.Gone);
        }
    }

    private void Drain()
    {
        lock (gate)
        {
            draining = true;
            foreach (var instance in register.Instances)
                foreach (var watcher in register.Of(instance))
                    watcher.End(WatchEnd.Draining);
        }
    }
}
