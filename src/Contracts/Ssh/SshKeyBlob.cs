using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Fleet.Contracts.Ssh;

/// <summary>Checks that a blob is what its type says (RFC 4253 section 6.6; RFC 5656 section 3.1; RFC 8709 section 4; PROTOCOL.u2f).</summary>
internal static class SshKeyBlob
{
    public static SshKeyProblem? Check(string type, ReadOnlySpan<byte> blob)
    {
        if (!Next(ref blob, out var inner) || !inner.SequenceEqual(Encoding.ASCII.GetBytes(type)))
            return Bad("the base64 part does not hold a key of the type before it");
        return type switch
        {
            "ssh-ed25519" => Fixed(blob, 32, 0),
            "sk-ssh-ed25519@openssh.com" => Fixed(blob, 32, 1),
            "ssh-rsa" => Rsa(blob),
            "ecdsa-sha2-nistp256" => Curve(blob, "nistp256", 65, 0),
            "sk-ecdsa-sha2-nistp256@openssh.com" => Curve(blob, "nistp256", 65, 1),
            "ecdsa-sha2-nistp384" => Curve(blob, "nistp384", 97, 0),
            "ecdsa-sha2-nistp521" => Curve(blob, "nistp521", 133, 0),
            _ => SshKeyProblem.UnknownType,
        };
    }

    private static SshKeyProblem? Fixed(ReadOnlySpan<byte> rest, int length, int strings) =>
        Next(ref rest, out var key) && key.Length == length && Skip(ref rest, strings) ? null : Bad($"the key must be {length} bytes long, with nothing after it");

    private static SshKeyProblem? Curve(ReadOnlySpan<byte> rest, string curve, int length, int strings) =>
        Next(ref rest, out var name) && name.SequenceEqual(Encoding.ASCII.GetBytes(curve))
        && Next(ref rest, out var point) && point.Length == length && point[0] == 4 && Skip(ref rest, strings)
            ? null
            : Bad($"the key must be one uncompressed point on {curve}");

    private static SshKeyProblem? Rsa(ReadOnlySpan<byte> rest)
    {
        if (!Next(ref rest, out var e) || !Next(ref rest, out var n) || rest.Length != 0)
            return Bad("an RSA key is an exponent and a modulus, with nothing after them");
        if (e.Length > 8 || new BigInteger(e, isBigEndian: true) < 3)
            return Bad("the RSA exponent must be 3 or more, 65537 as a rule");
        var bits = (int)new BigInteger(n, isBigEndian: true).GetBitLength();
        return bits is < 2048 or > 16384 ? Bad($"the RSA modulus has {bits} bits; 2048 to 16384 are taken") : null;
    }

    private static bool Skip(ref ReadOnlySpan<byte> rest, int strings)
    {
        for (var i = 0; i < strings; i++)
            if (!Next(ref rest, out _))
                return false;
        return rest.Length == 0;
    }

    private static bool Next(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (rest.Length < 4 || BinaryPrimitives.ReadUInt32BigEndian(rest) is var length && length > rest.Length - 4)
            return false;
        value = rest.Slice(4, (int)length);
        rest = rest[(4 + (int)length)..];
        return true;
    }

    private static SshKeyProblem Bad(string detail) => new("sshKey.malformed", detail);
}
