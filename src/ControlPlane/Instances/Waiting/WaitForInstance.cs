using Fleet.Contracts;
using Fleet.Contracts.Api;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;
using Fleet.ControlPlane.Instances.Reading;
using Fleet.ControlPlane.Metadata.Watch;

namespace Fleet.ControlPlane.Instances.Waiting;

/// <summary>Held until it is so, or never will be, or the time is up. It always answers the instance, and the caller reads there which it was.</summary>
internal static class WaitForInstance
{
    private const int DefaultSeconds = 60;
    private const int MaxSeconds = 3600;

    // The feed delivers at least once; this is for the day when it does not.
    private static readonly TimeSpan ReadAgain = TimeSpan.FromSeconds(5);

    public static async Task<IResult> HandleAsync(string project, string instance, HttpContext http, InstanceLookup lookup, InstanceReader reader, IChangeFeed feed,
        IHostApplicationLifetime lifetime, TimeProvider time, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(http, ContractsJson.Default.WaitRequest);
        if (body.Error is not null)
            return new ErrorResult(body.Error);
        if (Check(body.Value!) is { } invalid)
            return new ErrorResult(invalid);
        var found = await lookup.FindAsync(project, instance, cancellationToken);
        if (found.Error is not null)
            return new ErrorResult(found.Error);

        using var wake = new ChangeWake(feed, found.Value!);
        var end = time.GetUtcNow() + TimeSpan.FromSeconds(body.Value!.TimeoutSeconds ?? DefaultSeconds);
        while (true)
        {
            var read = await reader.GetAsync(found.Value!, cancellationToken);
            var left = end - time.GetUtcNow();
            if (read.Error is not null || IsDecided(read.Value!, body.Value.For!) || left <= TimeSpan.Zero || lifetime.ApplicationStopping.IsCancellationRequested)
                return read.Match(i => ApiResult.Ok(i, ContractsJson.Default.Instance, i.Etag));
            await wake.WaitAsync(left < ReadAgain ? left : ReadAgain, time, lifetime.ApplicationStopping, cancellationToken);
        }
    }

    private static bool IsDecided(Instance instance, string wish) => wish == "online"
        ? instance.Liveness == Liveness.Online
        : instance.Provisioning.State switch
        {
            ProvisioningState.Provisioned => true,
            // These never become provisioned by waiting. (A late success does, and its caller asks again.)
            ProvisioningState.Degraded or ProvisioningState.Failed or ProvisioningState.TimedOut => true,
            ProvisioningState.Pending or ProvisioningState.Booting or ProvisioningState.Provisioning => false,
        };

    private static InvalidError? Check(WaitRequest request)
    {
        var problems = new FieldProblems();
        if (request.For is not ("provisioned" or "online"))
            problems.Add("/for", "must be provisioned or online");
        if (request.TimeoutSeconds is < 1 or > MaxSeconds)
            problems.Add("/timeoutSeconds", $"must be from 1 to {MaxSeconds}");
        return problems.ToError();
    }
}
