using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Fleet.Contracts.Api;

namespace Fleet.Client;

public sealed partial class FleetClient
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>
    /// What changes in a project, for as long as it is enumerated. Each connection begins with a <see cref="ProjectChange.Reset"/>, sent once the
    /// subscription stands: who reads at each reset misses nothing. A lost connection is a <see cref="ProjectChange.Lost"/> and is made anew, with a
    /// growing pause. Ends only by cancellation, or by a <see cref="FleetApiException"/> that a second try would not change (401, 403, 404).
    /// </summary>
    public async IAsyncEnumerable<ProjectChange> WatchProjectAsync(string project, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = $"{ApiPath.Project(project)}/events";
        for (var attempt = 0; ; attempt++)
        {
            var opened = time.GetTimestamp();
            await using (var feed = new EventFeed(http, path, time))
            {
                var change = await feed.OpenAsync(cancellationToken).ConfigureAwait(false);
                for (; change is not null; change = await feed.NextAsync(cancellationToken).ConfigureAwait(false))
                    yield return change;
            }

            // A server that accepts and closes at once is as good as down: only a connection that lasted begins the back-off anew.
            if (time.GetElapsedTime(opened) > LongestPause)
                attempt = 0;
            yield return new ProjectChange(ProjectChange.Lost, null);
            await Task.Delay(Pause(attempt), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static TimeSpan Pause(int attempt)
    {
        var longest = Math.Min(LongestPause.TotalMilliseconds, FirstPause.TotalMilliseconds * Math.Pow(2, Math.Min(attempt, 10)));
        // Half of it by chance, so that the watchers of a restarted server do not return in one moment.
        return TimeSpan.FromMilliseconds(longest / 2 * (1 + RandomNumberGenerator.GetInt32(1000) / 1000.0));
    }
}
