using System.Collections.Concurrent;

namespace Fleet.ControlPlane.Identity;

/// <summary>
/// Tokens that the dashboard's circuits call the API with: five minutes, bound to (session, circuit), in this process's memory only,
/// minted again while the session lives.
/// </summary>
internal sealed class CircuitTokens(TimeProvider time)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, (string Actor, string Circuit, long Expires)> tokens = new(StringComparer.Ordinal);

    public string Mint(string actor, string circuit)
    {
        var token = Secrets.Make(Secrets.CircuitPrefix);
        tokens[Key(token)] = (actor, circuit, time.GetTimestamp() + (long)(Life.TotalSeconds * time.TimestampFrequency));
        return token;
    }

    /// <summary>The actor's name, or null.</summary>
    public string? Find(string token)
    {
        if (!tokens.TryGetValue(Key(token), out var found))
            return null;
        if (time.GetTimestamp() < found.Expires)
            return found.Actor;
        tokens.TryRemove(Key(token), out _);
        return null;
    }

    /// <summary>Ends all tokens of a circuit, and those of others that are past their time.</summary>
    public void Forget(string circuit)
    {
        var now = time.GetTimestamp();
        foreach (var (key, value) in tokens)
            if (value.Circuit == circuit || value.Expires <= now)
                tokens.TryRemove(key, out _);
    }

    // Looked up by hash: a dictionary's comparison of the token itself would tell its first bytes by time.
    private static string Key(string token) => Convert.ToHexStringLower(Secrets.Hash(token));
}
