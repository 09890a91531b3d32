using Fleet.ControlPlane.Hosting.Background;

namespace Fleet.ControlPlane.Agents.Hub;

/// <summary>Every 15 seconds: the connected agents of this node are heard.</summary>
internal sealed partial class LivenessKeeper(AgentConnections connections, AgentLiveness liveness, CallRates rates, TimeProvider time, ILogger<LivenessKeeper> logger) : RepeatedWork(time)
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    protected override TimeSpan First => Every;

    protected override TimeSpan AfterFailure => Every;

    protected override async Task<TimeSpan> RunAsync(CancellationToken cancellationToken)
    {
        rates.Prune();
        await liveness.TouchAsync([.. connections.All], cancellationToken);
        return Every;
    }

    protected override void Failed(Exception exception) => LogFailed(exception);

    [LoggerMessage(2101, LogLevel.Warning, "connected agents could not be touched; they will look silent until they can")]
    private partial void LogFailed(Exception e);
}
