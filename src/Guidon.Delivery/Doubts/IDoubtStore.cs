namespace Guidon.Delivery.Doubts;

/// <summary>
/// Which events an attempt has begun with of which no answer is known. Where the owner prefers a gap to a duplicate it is kept before the attempt,
/// since there a crash must not turn into a repeated request; elsewhere after it, so that what may be there twice can be told.
/// </summary>
public interface IDoubtStore
{
    /// <summary>Durable before it returns. What is in doubt already keeps its first time; what the cursor has passed is forgotten.</summary>
    /// <param name="destinationId">Which destination.</param>
    /// <param name="sequences">The events of one attempt.</param>
    /// <param name="since">When it begins, UTC.</param>
    /// <param name="cancellation">Stops it before it began.</param>
    ValueTask KeepAsync(int destinationId, IReadOnlyList<long> sequences, DateTimeOffset since, CancellationToken cancellation);

    /// <summary>The receiver said that it has not taken them.</summary>
    ValueTask ForgetAsync(int destinationId, IReadOnlyList<long> sequences, CancellationToken cancellation);

    /// <summary>Whether the receiver may have events that are sent once more, which the cursor has passed long since. Durable before it returns.</summary>
    ValueTask SetReturnedAsync(int destinationId, IReadOnlyList<long> sequences, bool mayBeTaken, CancellationToken cancellation);

    /// <summary>The receiver has the states of these events, which the cursor has not passed yet. Durable before it returns; what the cursor has passed is forgotten.</summary>
    ValueTask KeepToldAsync(int destinationId, IReadOnlyList<long> sequences, CancellationToken cancellation);

    /// <summary>What earlier attempts left behind the cursor.</summary>
    ValueTask<EarlierAttempts> EarlierAsync(int destinationId, CancellationToken cancellation);
}
