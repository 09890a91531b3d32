
namespace Fleet.TestKit.Lab;

/// <summary>A key made by the real ssh-keygen.</summary>
public sealed record SshKeyPair(string File, string Public)
{
    public static async Task<SshKeyPair> MakeAsync(GuestLab lab, string comment)
    {
        var file = Path.Combine(lab.Directory, "key-" + Guid.CreateVersion7());
        await Shell.RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", file]);
        return new(file, (await System.IO.File.ReadAllTextAsync(file + ".pub")).Trim());
    }
}
