using System.Collections.Concurrent;
using Guidon.Flags;
using Guidon.Server.Access;

namespace Guidon.Server.Edge;

// Hot: every request of an SDK passes. Counting allocates once per environment and hour; RequestCounterTests holds it to that.

/// <summary>Counts the requests that keys let in, until <see cref="UsageCounter"/> stores them.</summary>
internal sealed class RequestCounter(TimeProvider time)
{
    private const long HourSeconds = 3_600;

    private static readonly int s_kinds = Enum.GetValues<RequestKind>().Length;

    private readonly ConcurrentDictionary<(int EnvironmentId, long Hour), long[]> _counts = new();

    internal Func<HttpContext, KeyGrant, Task> Counted(RequestKind kind, Func<HttpContext, KeyGrant, Task> endpoint) => (http, grant) =>
    {
        Add(grant.State.Current.Id, kind, 1);
        return endpoint(http, grant);
    };

    internal void Add(int environmentId, RequestKind kind, long count) => Add(environmentId, kind, Hour(), count);

    /// <summary>Everything counted since the last call.</summary>
    internal IReadOnlyList<RequestUsage> Take()
    {
        List<RequestUsage> taken = [];
        foreach (var (key, counts) in _counts)
        {
            for (var kind = 0; kind < counts.Length; kind++)
            {
                var count = Interlocked.Exchange(ref counts[kind], 0);
                if (count > 0) taken.Add(new RequestUsage(key.EnvironmentId, (RequestKind)kind, DateTimeOffset.FromUnixTimeSeconds(key.Hour), count));
            }

            // Nobody still adds to an hour that is over since an hour.
            if (key.Hour < Hour() - HourSeconds) _counts.TryRemove(key, out _);
        }

        return taken;
    }

    private void Add(int environmentId, RequestKind kind, long hour, long count)
    {
        var counts = _counts.GetOrAdd((environmentId, hour), static _ => new long[s_kinds]);
        Interlocked.Add(ref counts[(int)kind], count);
    }

    private long Hour()
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return now - (now % HourSeconds);
    }
}
