using System.Text.Json;
using Fleet.Contracts;
using Fleet.Contracts.Events;
using Fleet.Contracts.Orders;
using Fleet.Contracts.Ssh;
using Fleet.GuestAgent.Identity;
using Fleet.GuestAgent.Machine.Ssh;

namespace Fleet.GuestAgent.Upkeep;

/// <summary>
/// Whether a key set may be applied: signed by a pinned key (HB-27), for this instance or its project, not older than what was applied (HB-25). The
/// server has validated each key; the agent, which writes them as root, does so again.
/// </summary>
internal sealed class KeySetCheck(AgentIdentity identity, Func<string, long?> applied)
{
    // The project's set and the instance's. More is a mistake, or a flood.
    private const int MaxSets = 16;

    public IReadOnlyList<CheckedKeySet> Check(IEnumerable<SignedOrder> orders) => [.. orders.Take(MaxSets).Select(Check)];

    public CheckedKeySet Check(SignedOrder signed)
    {
        var order = Parse(signed.Payload);
        if (order is null)
            return new(null, 0, "the order cannot be read", null, []);
        if (Refusal(signed, order) is { } refused)
            return new(order.Subject, order.Revision, refused, null, []);
        var (keys, problems) = (new List<ManagedKey>(), new List<KeyProblem>());
        foreach (var key in order.Keys)
            if (ProblemOf(key, out var parsed) is { } problem)
                problems.Add(new(key.Id, problem));
            else
                keys.Add(new(key.User, parsed!, key.ExpiresAt, key.Id.ToString()));
        return new(order.Subject, order.Revision, null, new(order.Subject, order.Revision, keys), problems);
    }

    private string? Refusal(SignedOrder signed, KeySetOrder order)
    {
        if (!OrderSignature.Verify(signed, identity.VerificationKeys))
            return "not signed by a key that this agent pinned";
        if (order.Kind != KeySetOrder.KindValue)
            return $"an order of the kind '{order.Kind}' is no key set";
        if (order.Subject != OrderSubject.Of(identity.Instance) && order.Subject != OrderSubject.Of(identity.Project))
            return $"this machine is neither {order.Subject} nor in it";
        if (order.Keys.Count > Limits.SshKeysPerSubject)
            return $"{order.Keys.Count} keys; at most {Limits.SshKeysPerSubject} are taken";
        return applied(order.Subject) is { } newer && order.Revision < newer ? $"revision {order.Revision} is older than {newer}, which was applied" : null;
    }

    private static string? ProblemOf(OrderedKey key, out SshPublicKey? parsed)
    {
        parsed = null;
        if (!Names.IsAccount(key.User))
            return "the user name is not one that an account may have";
        return SshPublicKey.TryParse(key.PublicKey, out parsed, out var problem) ? null : problem?.Detail ?? "not an SSH public key";
    }

    private static KeySetOrder? Parse(string payload)
    {
        try
        {
            return JsonSerializer.Deserialize(payload, ContractsJson.Default.KeySetOrder);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
