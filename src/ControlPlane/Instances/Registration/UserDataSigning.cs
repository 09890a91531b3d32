using System.Security.Cryptography;
using System.Text.Json;
using Fleet.Contracts;
using Fleet.Contracts.Orders;
using Fleet.ControlPlane.Access.Keys;

namespace Fleet.ControlPlane.Instances.Registration;

/// <summary>User-data is run as root: what is signed, at the write, is its hash.</summary>
internal static class UserDataSigning
{
    /// <summary>JSON of a <see cref="SignedOrder"/>.</summary>
    public static string? Order(this IOrderSigner signer, InstanceId instance, long revision, byte[]? userData)
    {
        if (userData is null)
            return null;
        var order = new UserDataOrder
        {
            Kind = UserDataOrder.KindValue,
            Subject = OrderSubject.Of(instance),
            Revision = revision,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(userData)),
            Size = userData.Length,
        };
        return JsonSerializer.Serialize(signer.Sign(JsonSerializer.Serialize(order, ContractsJson.Default.UserDataOrder)), ContractsJson.Default.SignedOrder);
    }
}
