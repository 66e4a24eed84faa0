using Guidon.Delivery.Attempts;

namespace Guidon.Delivery.Replays;

/// <summary>Walks what a replay would walk, counts, and compares a few payloads. Changes nothing and sends nothing.</summary>
internal sealed class ReplayDryRun(IReplayStore replays, IAttemptStore attempts, DestinationMappers mappers)
{
    private const int PageMax = 500;
    private const int SamplesMax = 20;
    private const int AttemptsMax = 1_000;

    /// <returns><see langword="null"/> when the destination cannot be opened.</returns>
    internal async ValueTask<ReplayPreview?> RunAsync(ReplayRequest request, CancellationToken cancellation)
    {
        if (await mappers.FindAsync(request.DestinationId, cancellation).ConfigureAwait(false) is not { } mapper) return null;
        if (await replays.UntilAsync(request.DestinationId, cancellation).ConfigureAwait(false) is not { } until) return null;
        var selection = new ReplaySelection(request, mapper.Integration.MapperVersion);
        var remembered = await RememberedAsync(request.DestinationId, cancellation).ConfigureAwait(false);
        List<ReplaySample> compared = [], others = [];
        long selected = 0, examined = 0, doubtful = 0, cursor = 0;
        while (await replays.CandidatesAsync(request, cursor, until, PageMax, cancellation).ConfigureAwait(false) is { Count: > 0 } page)
        {
            cursor = page[^1].Logged.Sequence;
            examined += page.Count;
            foreach (var candidate in page.Where(selection.MayTake))
            {
                var happened = await mappers.DecodeAsync(candidate.Logged, cancellation).ConfigureAwait(false);
                if (!selection.Takes(happened)) continue;
                selected++;
                if (candidate.MayBeTaken) doubtful++;
                var old = remembered.GetValueOrDefault(candidate.Logged.Sequence);
                var samples = old is null ? others : compared;
                if (samples.Count < SamplesMax) samples.Add(Sample(candidate, happened, old, mapper));
            }
        }

        return new ReplayPreview(selected, examined, mapper.Integration.MapperVersion, [.. compared.Concat(others).Take(SamplesMax)], doubtful);
    }

    private async ValueTask<Dictionary<long, AttemptEntry>> RememberedAsync(int destinationId, CancellationToken cancellation)
    {
        var remembered = new Dictionary<long, AttemptEntry>();
        foreach (var attempt in await attempts.RecentAsync(destinationId, AttemptsMax, cancellation).ConfigureAwait(false))
            remembered.TryAdd(attempt.Sequence, attempt);   // newest first
        return remembered;
    }

    private static ReplaySample Sample(ReplayCandidate candidate, Events.DecodedEvent happened, AttemptEntry? old, DestinationMapper mapper)
    {
        var now = mapper.Render(happened);
        return new ReplaySample
        {
            Sequence = candidate.Logged.Sequence,
            EventId = candidate.Logged.Id,
            OccurredAt = candidate.Logged.OccurredAt,
            Identity = happened.Event?.Identifier ?? "",
            OldVersion = old?.MapperVersion ?? 0,
            Old = old?.Records,
            New = now,
            Differences = old is null ? [] : JsonDifference.Of(old.Records, now.Records),
        };
    }
}
