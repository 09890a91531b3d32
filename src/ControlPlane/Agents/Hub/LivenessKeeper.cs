namespace Fleet.ControlPlane.Agents.Hub;

/// <summary>Every 15 seconds: the connected agents of this node are heard.</summary>
internal sealed partial class LivenessKeeper(AgentConnections connections, AgentLiveness liveness, CallRates rates, TimeProvider time, ILogger<LivenessKeeper> logger) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                rates.Prune();
                await liveness.TouchAsync([.. connections.All], stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    [LoggerMessage(2101, LogLevel.Warning, "connected agents could not be touched; they will look silent until they can")]
    private partial void LogFailed(Exception e);
}
