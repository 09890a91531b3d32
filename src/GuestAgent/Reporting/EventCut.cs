using Fleet.Contracts;
using Fleet.Contracts.Events;

namespace Fleet.GuestAgent.Reporting;

/// <summary>Keeps every record below <see cref="Limits.EventBytes"/>: a larger one would close the connection, and again after each reconnect.</summary>
internal static class EventCut
{
    /// <summary>At six bytes a character, the worst that JSON does, this and the envelope stay below the limit.</summary>
    public const int SafeChars = 3500;

    public static AgentEvent Fit(AgentEvent e)
    {
        if (e.Attributes is { Count: > Limits.EventAttributes } many)
            e = e with { Attributes = many.OrderBy(a => a.Key, StringComparer.Ordinal).Take(Limits.EventAttributes).ToDictionary() };
        if (Fits(e))
            return e;
        e = e with { Message = Short(e.Message), Attributes = e.Attributes?.ToDictionary(a => a.Key, a => a.Value.Length > 100 ? a.Value[..100] : a.Value) };
        if (!Fits(e))
            e = e with { Attributes = null };
        return Fits(e) || e.Confirms is not { } confirms ? e : e with { Confirms = Short(confirms) };
    }

    /// <summary>Output in pieces that each fit; nothing of it is lost, and no pair of surrogates is torn.</summary>
    public static IEnumerable<string> Pieces(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var length = Math.Min(SafeChars, text.Length - start);
            if (start + length < text.Length && char.IsHighSurrogate(text[start + length - 1]))
                length--;
            yield return text.Substring(start, length);
            start += length;
        }
    }

    private static bool Fits(AgentEvent e) => HeldEvent.Size(e) <= Limits.EventBytes - 32; // the number, stamped later, may be long

    private static string? Short(string? message) => message is { Length: > SafeChars - 8 } ? Pieces(message).First()[..^8] + " … (cut)" : message;

    // A list with some problems left out would claim that the other keys are in force: rather none than some.
    private static KeySetConfirmation Short(KeySetConfirmation c) => c with
    {
        Refused = c.Refused is { Length: > 1000 } r ? r[..1000] : c.Refused ?? $"{c.Problems?.Count ?? 0} keys of the set could not be applied, the first: {c.Problems?[0].Problem}",
        Problems = null,
    };
}
