namespace Fleet.GuestAgent.Commands.Daemon;

/// <summary>How the boot went.</summary>
/// <param name="FailedSteps">How many steps did not succeed.</param>
/// <param name="Acquired">What it acted on; null when it could not run.</param>
internal sealed record BootResult(int FailedSteps, Acquired? Acquired)
{
    public string State => (Acquired, FailedSteps) switch
    {
        (null, _) => "failed",
        (_, 0) => "provisioned",
        _ => "degraded",
    };
}
