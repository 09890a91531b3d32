namespace Fleet.GuestAgent.Steps;

/// <summary>The machine's name, at every boot unless <c>preserve_hostname</c>: from user-data, else from the document, else what the platform said.</summary>
internal sealed class HostnameStep : IBootStep
{
    public string Name => "hostname";

    public Stage Stage => Stage.Login;

    public StepKind Kind => StepKind.Ensure;

    public bool HasWork(BootContext boot) => Wanted(boot) is not null;

    public Task<StepEnd> RunAsync(StepRun run, CancellationToken ct)
    {
        if (run.Boot.Config?.PreserveHostname == true)
            return Task.FromResult(StepEnd.Skipped("preserve_hostname"));
        var (name, fqdn) = Wanted(run.Boot)!.Value;
        run.Host.Hostname.Set(name, fqdn);
        return Task.FromResult(StepEnd.Succeeded with { Message = fqdn ?? name });
    }

    // As cloud-init's get_hostname_fqdn: the kernel gets the first label, the full name goes into /etc/hosts.
    private static (string Name, string? Fqdn)? Wanted(BootContext boot)
    {
        var config = boot.Config;
        var name = config?.Hostname ?? config?.Fqdn ?? boot.Inputs.Document?.Hostname ?? boot.Inputs.FallbackHostname;
        if (string.IsNullOrEmpty(name))
            return null;
        var fqdn = config?.Fqdn ?? (name.Contains('.', StringComparison.Ordinal) ? name : null);
        return (name.Split('.')[0], fqdn);
    }
}
