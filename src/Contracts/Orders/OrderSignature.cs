using System.Security.Cryptography;
using System.Text;

namespace Fleet.Contracts.Orders;

/// <summary>How an order is signed and verified: one function each, so that the ends cannot differ.</summary>
public static class OrderSignature
{
    /// <summary><c>fleet-order-v1 LF payload</c>, UTF-8.</summary>
    public static byte[] Bytes(string payload) => Encoding.UTF8.GetBytes("fleet-order-v1\n" + payload);

    /// <summary>Signs a payload.</summary>
    public static SignedOrder Sign(ECDsa key, string keyId, string payload)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new() { KeyId = keyId, Payload = payload, Signature = Convert.ToBase64String(key.SignData(Bytes(payload), HashAlgorithmName.SHA256)) };
    }

    /// <summary>Whether one of the pinned keys signed the order. Malformed input is false, never an exception.</summary>
    public static bool Verify(SignedOrder order, IEnumerable<VerificationKey> pinned)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (pinned.FirstOrDefault(k => k.KeyId == order.KeyId) is not { } pin)
            return false;
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(pin.PublicKey), out _);
            return key.VerifyData(Bytes(order.Payload), Convert.FromBase64String(order.Signature), HashAlgorithmName.SHA256);
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return false;
        }
    }
}
