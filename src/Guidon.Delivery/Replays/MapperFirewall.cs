using Guidon.Delivery.Attempts;
using Guidon.Events;

namespace Guidon.Delivery.Replays;

/// <summary>
/// Runs this build's mappers over the newest events of the real log and compares with what the kept attempts sent, by digest, and by field
/// where they differ. Sends nothing and changes nothing, so a deployment can be gated on it.
/// </summary>
/// <param name="deliveries">Destinations.</param>
/// <param name="log">Events.</param>
/// <param name="attempts">What was sent.</param>
/// <param name="mappers">This build's.</param>
public sealed class MapperFirewall(IDeliveryStore deliveries, IEventLog log, IAttemptStore attempts, DestinationMappers mappers)
{
    private const int PageMax = 500;
    private const int AttemptsMax = 1_000;

    /// <param name="eventsMax">So many of each destination's newest events; above 0.</param>
    /// <param name="cancellation">Stops it.</param>
    public async ValueTask<MapperComparison> RunAsync(int eventsMax, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(eventsMax);
        var (mapped, compared) = (0L, 0L);
        var findings = new List<MapperFinding>();
        foreach (var destination in await deliveries.DestinationsAsync(cancellation).ConfigureAwait(false))
        {
            if (await mappers.FindAsync(destination.Id, cancellation).ConfigureAwait(false) is not { } mapper)
            {
                findings.Add(Finding(destination, 0, old: null, 0, "mapper_error", ["$"]));   // unknown to this build, or its settings are unreadable
                continue;
            }

            var sent = await SentAsync(destination.Id, cancellation).ConfigureAwait(false);
            foreach (var logged in await NewestAsync(destination.EnvironmentId, eventsMax, cancellation).ConfigureAwait(false))
            {
                mapped++;
                var old = sent.GetValueOrDefault(logged.Sequence);
                if (old is not null) compared++;
                var now = mapper.Render(await mappers.DecodeAsync(logged, cancellation).ConfigureAwait(false));
                if (Differences(old, now) is { Count: > 0 } differences)
                    findings.Add(Finding(destination, logged.Sequence, old, mapper.Integration.MapperVersion, now.Outcome, differences));
            }
        }

        return new MapperComparison(mapped, compared, findings);
    }

    private static IReadOnlyList<string> Differences(AttemptEntry? old, RenderedEvent now)
    {
        if (now.Outcome == "mapper_error") return ["$"];
        if (old is null || old.Digest.Length == 0 || old.Digest == now.Digest) return [];
        if (now.Outcome != "mapped") return ["$"];   // it was sent, and would not be
        return JsonDifference.Of(old.Records, now.Records) is { Count: > 0 } paths ? paths : ["$"];   // behind what is shown
    }

    private static MapperFinding Finding(Destination destination, long sequence, AttemptEntry? old, int version, string outcome, IReadOnlyList<string> differences) => new()
    {
        DestinationId = destination.Id,
        Integration = destination.Integration,
        Sequence = sequence,
        OldVersion = old?.MapperVersion ?? 0,
        NewVersion = version,
        Outcome = outcome,
        Differences = differences,
    };

    private async ValueTask<Dictionary<long, AttemptEntry>> SentAsync(int destinationId, CancellationToken cancellation)
    {
        var sent = new Dictionary<long, AttemptEntry>();
        foreach (var attempt in await attempts.RecentAsync(destinationId, AttemptsMax, cancellation).ConfigureAwait(false)) sent.TryAdd(attempt.Sequence, attempt);   // newest first
        return sent;
    }

    // The log is read forwards; of a long one only the end is kept.
    private async ValueTask<IReadOnlyCollection<LoggedEvent>> NewestAsync(int stream, int eventsMax, CancellationToken cancellation)
    {
        var newest = new Queue<LoggedEvent>();
        var after = 0L;
        while (await log.ReadAsync(stream, after, PageMax, cancellation).ConfigureAwait(false) is { Count: > 0 } page)
        {
            after = page[^1].Sequence;
            foreach (var logged in page.Where(logged => logged.Kind != EventKind.Erased))
            {
                newest.Enqueue(logged);
                if (newest.Count > eventsMax) newest.Dequeue();
            }
        }

        return newest;
    }
}
