using System.Runtime.CompilerServices;

namespace Guidon.Delivery.Parking;

/// <summary>The door to parked events: lists with identities, and moves by key or by filter. Keeps nothing in memory.</summary>
/// <param name="store">Where they are.</param>
/// <param name="mappers">Decodes events.</param>
public sealed class ParkedEvents(IParkedStore store, DestinationMappers mappers)
{
    // A page of the store; also what one transaction moves, so that a hundred thousand of them never keep the intake waiting.
    private const int PortionMax = 500;

    // Looked at for one page of a list at most: with a rare identity the page ends here, and the caller asks for the next.
    private const int ExaminedMax = 20_000;

    /// <summary>One page, in the order of the keys.</summary>
    /// <param name="query">Which.</param>
    /// <param name="after">The default begins at the beginning.</param>
    /// <param name="entriesMax">1–1,000.</param>
    /// <param name="cancellation">Stops the read.</param>
    public async ValueTask<ParkedPage> ListAsync(ParkedQuery query, ParkedKey after, int entriesMax, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        var entries = new List<ParkedEntry>();
        // Who asks for one page of a few does not read five hundred; whose events they are is only known once they are read.
        var portionMax = query.Identity is null ? Math.Min(entriesMax, PortionMax) : PortionMax;
        for (var examined = 0; examined < ExaminedMax;)
        {
            var portion = await store.ListAsync(query, after, portionMax, cancellation).ConfigureAwait(false);
            if (portion.Count == 0) return new ParkedPage(entries, null);
            examined += portion.Count;
            foreach (var entry in portion)
            {
                after = entry.Key;
                if (await NarrowAsync(entry, query, cancellation).ConfigureAwait(false) is not { } shown) continue;
                entries.Add(shown);
                if (entries.Count == entriesMax) return new ParkedPage(entries, after);
            }
        }

        return new ParkedPage(entries, after);
    }

    /// <summary>One of them, with its identity; <see langword="null"/> when it is not parked, or not at a destination of the organisation.</summary>
    public async ValueTask<ParkedEntry?> FindAsync(ParkedKey key, int organisationId, CancellationToken cancellation) =>
        await store.FindAsync(key, organisationId, cancellation).ConfigureAwait(false) is { } entry
            ? await NarrowAsync(entry, new ParkedQuery(), cancellation).ConfigureAwait(false)
            : null;

    /// <summary>All of them, read in portions as the caller takes them.</summary>
    public async IAsyncEnumerable<ParkedEntry> AllAsync(ParkedQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        IReadOnlyList<ParkedEntry> portion;
        var after = default(ParkedKey);
        do
        {
            portion = await store.ListAsync(query, after, PortionMax, cancellation).ConfigureAwait(false);
            foreach (var entry in portion)
            {
                after = entry.Key;
                if (await NarrowAsync(entry, query, cancellation).ConfigureAwait(false) is { } shown) yield return shown;
            }
        }
        while (portion.Count > 0);
    }

    /// <summary>How many there are now.</summary>
    public async ValueTask<long> CountAsync(ParkedQuery query, CancellationToken cancellation)
    {
        var count = 0L;
        await foreach (var _ in AllAsync(query, cancellation).ConfigureAwait(false)) count++;
        return count;
    }

    /// <summary>One goes back to pending.</summary>
    /// <returns>False when it is not parked any more, or its destination is gone.</returns>
    public async ValueTask<bool> RetryAsync(ParkedKey key, CancellationToken cancellation) =>
        await store.RetryAsync([key], cancellation).ConfigureAwait(false) == 1;

    /// <summary>All that match go back to pending.</summary>
    /// <returns>How many.</returns>
    public ValueTask<long> RetryAsync(ParkedQuery query, CancellationToken cancellation) =>
        MoveAsync(query, keys => store.RetryAsync(keys, cancellation), cancellation);

    /// <summary>One is given up.</summary>
    /// <returns>False when it is not parked any more.</returns>
    public async ValueTask<bool> CancelAsync(ParkedKey key, string reason, string by, CancellationToken cancellation) =>
        await store.CancelAsync([key], reason, by, cancellation).ConfigureAwait(false) == 1;

    /// <summary>All that match are given up.</summary>
    /// <returns>How many.</returns>
    public ValueTask<long> CancelAsync(ParkedQuery query, string reason, string by, CancellationToken cancellation) =>
        MoveAsync(query, keys => store.CancelAsync(keys, reason, by, cancellation), cancellation);

    private async ValueTask<long> MoveAsync(
        ParkedQuery query, Func<IReadOnlyList<ParkedKey>, ValueTask<int>> move, CancellationToken cancellation)
    {
        var moved = 0L;
        var keys = new List<ParkedKey>(PortionMax);
        await foreach (var entry in AllAsync(query, cancellation).ConfigureAwait(false))
        {
            keys.Add(entry.Key);
            if (keys.Count < PortionMax) continue;
            moved += await move(keys).ConfigureAwait(false);
            keys.Clear();
        }

        return keys.Count == 0 ? moved : moved + await move(keys).ConfigureAwait(false);
    }

    private async ValueTask<ParkedEntry?> NarrowAsync(ParkedEntry entry, ParkedQuery query, CancellationToken cancellation)
    {
        var decoded = entry.Logged is { } logged ? (await mappers.DecodeAsync(logged, cancellation).ConfigureAwait(false)).Event : null;
        var shown = entry with { Identity = decoded?.Identifier ?? "" };
        return query.Identity is null || query.Identity == shown.Identity ? shown : null;
    }
}
