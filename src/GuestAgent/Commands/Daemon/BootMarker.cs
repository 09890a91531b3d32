namespace Fleet.GuestAgent.Commands.Daemon;

/// <summary><c>/run/fleet/boot.json</c>: the stages of this boot have run. A restarted daemon does not run them again.</summary>
internal sealed record BootMarker(Guid BootId, int FailedSteps)
{
    public const string Path = "/run/fleet/boot.json";

    public string State => FailedSteps == 0 ? "provisioned" : "degraded";
}
