using System.Net;
using System.Threading.RateLimiting;
using Fleet.ControlPlane.Hosting.Errors;

namespace Fleet.ControlPlane.Agents.Enrolment;

/// <summary>What may be asked without a credential is limited by socket address; forwarded headers are not looked at (HB-05).</summary>
internal sealed class EnrolmentLimit : IEndpointFilter, IDisposable
{
    // A healthy guest needs two or three a boot and two each ten minutes; many guests may stand behind one NAT.
    private readonly PartitionedRateLimiter<IPAddress> limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address => RateLimitPartition.GetTokenBucketLimiter(address, _ => new()
    {
        TokenLimit = 600, TokensPerPeriod = 60, ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = 0, AutoReplenishment = true,
    }));

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        using var lease = limiter.AttemptAcquire(context.HttpContext.Connection.RemoteIpAddress ?? IPAddress.None);
        return lease.IsAcquired ? await next(context) : new ErrorResult(new TooManyError("too many enrolment requests from this address", 1));
    }

    public void Dispose() => limiter.Dispose();
}
