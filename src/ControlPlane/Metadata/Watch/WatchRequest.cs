using System.Globalization;
using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Errors;

namespace Fleet.ControlPlane.Metadata.Watch;

/// <summary>The three parameters of a watch, which dialects share: <c>?wait_for_change=true&amp;last_etag=…&amp;timeout_sec=60</c></summary>
/// <param name="Wait">Without it the answer comes at once, whatever else was sent: Google's agent sends <c>timeout_sec</c> on plain reads.</param>
/// <param name="LastEtag">Opaque, and often no token of ours: first calls in the wild send <c>NONE</c>, <c>0</c> or nothing at all. Null: wait from now.</param>
/// <param name="Timeout">How long at most.</param>
internal sealed record WatchRequest(bool Wait, string? LastEtag, TimeSpan Timeout)
{
    private const int EtagChars = 64;

    public static Outcome<WatchRequest> Parse(IQueryCollection query)
    {
        if (QueryFlag.Parse(query, "wait_for_change") is not { } wait)
            return InvalidError.Of("wait_for_change", "give true or false, once");
        if (query["last_etag"] is not { Count: <= 1 } etag || etag.ToString().Length > EtagChars)
            return InvalidError.Of("last_etag", $"give the ETag of the last answer, once; it has at most {EtagChars} characters");
        var timeout = Limits.WatchSeconds;
        if (query.TryGetValue("timeout_sec", out var seconds))
        {
            // Digits alone: int.Parse would also take " 60 ", "+5" and, with another culture, more.
            if (seconds.Count != 1 || string.IsNullOrEmpty(seconds[0]) || seconds[0].AsSpan().ContainsAnyExceptInRange('0', '9'))
                return InvalidError.Of("timeout_sec", $"give whole seconds from 0 to {Limits.WatchSeconds}, digits only");
            timeout = int.TryParse(seconds[0], NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? Math.Min(given, Limits.WatchSeconds) : Limits.WatchSeconds;
        }

        return new WatchRequest(wait, etag.Count == 0 ? null : etag.ToString(), TimeSpan.FromSeconds(timeout));
    }
}
