using System.Text.Json;
using Fleet.Contracts;
using Fleet.Contracts.Orders;
using Fleet.GuestAgent.Identity;

namespace Fleet.GuestAgent.Upkeep;

/// <summary>User-data is run as root: its order has to be signed, for this instance, and of a size that is allowed.</summary>
internal static class UserDataCheck
{
    /// <exception cref="AgentRefusedException">It is not to be run; the message says why.</exception>
    public static UserDataOrder Verify(SignedOrder signed, AgentIdentity identity)
    {
        if (!OrderSignature.Verify(signed, identity.VerificationKeys))
            throw new AgentRefusedException("the user-data's order is not signed by a key that this agent pinned");
        var order = Parse(signed.Payload);
        if (order?.Kind != UserDataOrder.KindValue)
            throw new AgentRefusedException("the user-data's order is of another kind");
        if (order.Subject != OrderSubject.Of(identity.Instance))
            throw new AgentRefusedException($"the user-data's order is for {order.Subject}");
        return order.Size is >= 0 and <= Limits.UserDataBytes ? order : throw new AgentRefusedException($"the user-data has {order.Size} bytes; at most {Limits.UserDataBytes} are taken");
    }

    private static UserDataOrder? Parse(string payload)
    {
        try
        {
            return JsonSerializer.Deserialize(payload, ContractsJson.Default.UserDataOrder);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
