namespace Guidon.Delivery;

/// <summary>
/// A second source of events behind a destination's live traffic: a replay. The pump sends from it only while nothing live can be sent, with
/// at most half of the destination's budget, and never two requests for one identity at a time, whichever source they come from.
/// </summary>
public interface IReplaySource
{
    /// <summary>
    /// The next events that this destination is to get again. Asked for once what was handed out is settled, after
    /// <see cref="DeliveryService.ReplayChanged"/>, and every few seconds. What was handed out and not settled, since the process ended or the
    /// pump started over, is to be handed out again.
    /// </summary>
    /// <param name="destinationId">Which destination.</param>
    /// <param name="eventsMax">At most so many, at least 1.</param>
    /// <param name="takeTurn">
    /// Awaited before each read of one that may be long: the thread is shared with all other destinations. It is no turn of this destination's,
    /// whose live events go on meanwhile.
    /// </param>
    /// <param name="cancellation">Stops the read.</param>
    /// <returns>Oldest first for each identity; <see langword="null"/> when there is nothing to send now.</returns>
    ValueTask<ReplayPortion?> NextAsync(int destinationId, int eventsMax, Func<ValueTask> takeTurn, CancellationToken cancellation);

    /// <summary>What became of some events of a portion. Called again with the same ones when it throws.</summary>
    ValueTask SettleAsync(ReplayPortion portion, IReadOnlyList<ReplayOutcome> outcomes, CancellationToken cancellation);

    /// <summary>A pump begins anew, maybe after another node's: what was remembered for the one before is not true any more.</summary>
    void Rewind(int destinationId);

    /// <summary>Whether a portion is still to be sent. Asked after <see cref="DeliveryService.ReplayChanged"/> and every few seconds.</summary>
    /// <returns>False takes back what is not in flight; what is in flight is still settled.</returns>
    ValueTask<bool> IsWantedAsync(ReplayPortion portion, CancellationToken cancellation);
}
