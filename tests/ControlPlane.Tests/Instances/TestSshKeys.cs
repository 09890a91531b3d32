using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Fleet.ControlPlane.Tests.Instances;

internal static class TestSshKeys
{
    public const string Private = "-----BEGIN OPENSSH PRIVATE KEY-----\\nb3BlbnNzaC1rZXktdjEAAAAACANARYcanaryCANARY\\n-----END OPENSSH PRIVATE KEY-----\\n";

    /// <summary>The line of a new ed25519 key.</summary>
    public static string Line(string comment = "test")
    {
        var type = Encoding.ASCII.GetBytes("ssh-ed25519");
        var blob = new byte[4 + type.Length + 4 + 32];
        BinaryPrimitives.WriteInt32BigEndian(blob, type.Length);
        type.CopyTo(blob, 4);
        BinaryPrimitives.WriteInt32BigEndian(blob.AsSpan(4 + type.Length), 32);
        RandomNumberGenerator.Fill(blob.AsSpan(8 + type.Length));
        return $"ssh-ed25519 {Convert.ToBase64String(blob)} {comment}";
    }

    public static string Body(string user = "alice", string? line = null, string? expiresAt = null) =>
        expiresAt is null ? $$"""{"user":"{{user}}","publicKey":"{{line ?? Line()}}"}""" : $$"""{"user":"{{user}}","publicKey":"{{line ?? Line()}}","expiresAt":"{{expiresAt}}"}""";
}
