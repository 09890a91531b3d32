using System.Buffers.Binary;
using Fleet.Contracts.Ssh;

namespace Fleet.GuestAgent.Tests.Machine;

internal static class TestKeys
{
    /// <summary>An ed25519 key whose 32 bytes are all <paramref name="n"/>.</summary>
    public static SshPublicKey Of(byte n, string? comment = null)
    {
        var blob = new byte[4 + 11 + 4 + 32];
        BinaryPrimitives.WriteUInt32BigEndian(blob, 11);
        "ssh-ed25519"u8.CopyTo(blob.AsSpan(4));
        BinaryPrimitives.WriteUInt32BigEndian(blob.AsSpan(15), 32);
        blob.AsSpan(19).Fill(n);
        Assert.True(SshPublicKey.TryParse($"ssh-ed25519 {Convert.ToBase64String(blob)} {comment}".Trim(), out var key, out var problem), problem?.Detail);
        return key!;
    }
}
