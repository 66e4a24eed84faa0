namespace Guidon.Delivery.Parking;

/// <summary>Parked events at rest. Each move and its count are one transaction, so the residual is 0 in between as well.</summary>
public interface IParkedStore
{
    /// <summary>Parked events after a key, in order. Large ones come in smaller portions; only an empty portion is the end.</summary>
    /// <param name="query">Which; the identity is not looked at, since only decoding tells it.</param>
    /// <param name="after">The last key of the page before; the default begins at the beginning.</param>
    /// <param name="entriesMax">1–1,000.</param>
    /// <param name="cancellation">Stops the read.</param>
    ValueTask<IReadOnlyList<ParkedEntry>> ListAsync(ParkedQuery query, ParkedKey after, int entriesMax, CancellationToken cancellation);

    /// <summary>One parked event; <see langword="null"/> when it is not parked, or not at a destination of the organisation.</summary>
    ValueTask<ParkedEntry?> FindAsync(ParkedKey key, int organisationId, CancellationToken cancellation);

    /// <summary>Parked becomes pending; it is sent again behind live traffic with the same id and its own time.</summary>
    /// <returns>How many of them were still parked at a live destination.</returns>
    ValueTask<int> RetryAsync(IReadOnlyList<ParkedKey> keys, CancellationToken cancellation);

    /// <summary>Parked becomes cancelled, with who and why kept.</summary>
    /// <returns>How many of them were still parked.</returns>
    ValueTask<int> CancelAsync(IReadOnlyList<ParkedKey> keys, string reason, string by, CancellationToken cancellation);
}
