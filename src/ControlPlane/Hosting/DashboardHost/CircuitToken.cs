using Fleet.ControlPlane.Identity;

namespace Fleet.ControlPlane.Hosting.DashboardHost;

/// <summary>The token of one circuit (or of the node itself): minted anew a minute before its end, as long as <c>allowed</c> says who it is for.</summary>
internal sealed class CircuitToken(CircuitTokens tokens, TimeProvider time, Func<CancellationToken, ValueTask<string?>> allowed) : IDisposable
{
    private static readonly TimeSpan Renew = CircuitTokens.Life - TimeSpan.FromMinutes(1);
    private readonly string circuit = Guid.CreateVersion7().ToString("N");
    private readonly SemaphoreSlim gate = new(1, 1);
    private string? current;
    private long minted;

    public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (current is not null && time.GetElapsedTime(minted) < Renew)
                return current;
            // An ended session gets no new token; the old one dies within five minutes. The API then answers 401.
            if (await allowed(cancellationToken) is not { } actor)
                return "";
            minted = time.GetTimestamp();
            return current = tokens.Mint(actor, circuit);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose()
    {
        tokens.Forget(circuit);
        gate.Dispose();
    }
}
