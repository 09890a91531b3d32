using System.Net;
using System.Threading.RateLimiting;
using Fleet.ControlPlane.Hosting.Errors;

namespace Fleet.ControlPlane.Agents.Enrolment;

/// <summary>
/// What may be asked without a credential is limited by socket address, before the body is read; forwarded headers are not looked at (HB-05). One for all of the
/// routes. Who is refused often is soon not listened to at all.
/// </summary>
internal sealed class EnrolmentLimit : IEndpointFilter, IDisposable
{
    // A healthy guest needs two or three a boot and two each ten minutes; many guests may stand behind one NAT.
    private readonly PartitionedRateLimiter<IPAddress> requests = Limiter(burst: 600, tokens: 60, TimeSpan.FromSeconds(1));

    // 20 a minute. The burst is for a rack of guests behind one NAT that boots with credentials of yesterday.
    private readonly PartitionedRateLimiter<IPAddress> failures = Limiter(burst: 100, tokens: 1, TimeSpan.FromSeconds(3));

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var address = context.HttpContext.Connection.RemoteIpAddress ?? IPAddress.None;
        using var request = requests.AttemptAcquire(address);
        if (!request.IsAcquired)
            return new ErrorResult(new TooManyError("too many enrolment requests from this address", 1));
        // Not AttemptAcquire(address, 0): that succeeds as long as a fraction of a token is left.
        if (failures.GetStatistics(address) is { CurrentAvailablePermits: < 1 })
            return new ErrorResult(new TooManyError("too many refused proofs from this address", 3));
        var result = await next(context);
        if (result is IStatusCodeHttpResult { StatusCode: StatusCodes.Status401Unauthorized })
            failures.AttemptAcquire(address).Dispose();
        return result;
    }

    public void Dispose()
    {
        requests.Dispose();
        failures.Dispose();
    }

    private static PartitionedRateLimiter<IPAddress> Limiter(int burst, int tokens, TimeSpan period) =>
        PartitionedRateLimiter.Create<IPAddress, IPAddress>(address => RateLimitPartition.GetTokenBucketLimiter(address, _ => new()
        {
            TokenLimit = burst, TokensPerPeriod = tokens, ReplenishmentPeriod = period, QueueLimit = 0, AutoReplenishment = true,
        }));
}
