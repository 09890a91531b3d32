using System.Diagnostics;
using Fleet.Contracts.Api;
using Fleet.TestKit.Lab;

namespace Fleet.Bench.Push;

/// <summary>One push, until the API says that the guest confirmed it.</summary>
internal sealed class Push(GuestLab lab, Guest guest)
{
    public async Task<double> OnceAsync()
    {
        var key = await SshKeyPair.MakeAsync(lab, "bench");
        var clock = Stopwatch.GetTimestamp();
        var pushed = await lab.Client.CreateSshKeyAsync("default", guest.Name, new() { User = "alice", PublicKey = key.Public }, null, CancellationToken.None);
        while (pushed.State != SshKeyState.Applied)
        {
            if (Stopwatch.GetElapsedTime(clock).TotalSeconds > 10)
                throw new TimeoutException($"the key is {pushed.State} after 10 s");
            pushed = await lab.Client.GetSshKeyAsync("default", guest.Name, pushed.Id, CancellationToken.None);
        }

        return Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
    }
}
