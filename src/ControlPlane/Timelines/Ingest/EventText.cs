using System.Text;
using Fleet.Contracts.Events;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>
/// PostgreSQL stores no NUL (M17) and UTF-8 has no lone surrogates; everything else of a guest's text is kept as it is, and escaped where it is shown (HB-28).
/// </summary>
internal static class EventText
{
    private const char SymbolForNull = '\u2400';

    /// <summary>The event with text that can be stored; itself when there is nothing to do.</summary>
    public static AgentEvent Clean(AgentEvent e)
    {
        if (IsClean(e.Message) && (e.Attributes is null || e.Attributes.All(a => IsClean(a.Key) && IsClean(a.Value))))
            return e;
        Dictionary<string, string>? attributes = null;
        if (e.Attributes is not null)
        {
            attributes = new(e.Attributes.Count);
            foreach (var (key, value) in e.Attributes)
                attributes[Clean(key)] = Clean(value);
        }

        return e with { Message = e.Message is null ? null : Clean(e.Message), Attributes = attributes };
    }

    public static string Clean(string text)
    {
        if (IsClean(text))
            return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) // a lone surrogate comes as U+FFFD
            clean.Append(rune.Value == 0 ? SymbolForNull.ToString() : rune.ToString());
        return clean.ToString();
    }

    private static bool IsClean(string? text)
    {
        if (text is null)
            return true;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0')
                return false;
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }

        return true;
    }
}
