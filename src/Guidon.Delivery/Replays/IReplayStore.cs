namespace Guidon.Delivery.Replays;

/// <summary>Replays and returned events at rest. Each method that changes something is one transaction.</summary>
public interface IReplayStore
{
    /// <summary>Creates a running replay, or finds the one that the same request made within the last 24 hours.</summary>
    /// <returns>The replay and whether it is new; <see langword="null"/> when the destination is not there.</returns>
    ValueTask<(Replay Replay, bool IsNew)?> CreateAsync(ReplayRequest request, string by, CancellationToken cancellation);

    /// <summary>All that run or are paused, oldest first.</summary>
    ValueTask<IReadOnlyList<Replay>> OpenAsync(CancellationToken cancellation);

    /// <summary>Ids of those that were done or cancelled since a time.</summary>
    ValueTask<IReadOnlyList<int>> EndedAsync(DateTimeOffset since, CancellationToken cancellation);

    /// <summary>Those of an organisation's destinations, newest first, at most 200.</summary>
    ValueTask<IReadOnlyList<Replay>> ListOfAsync(int organisationId, CancellationToken cancellation);

    /// <summary>One replay, read in one transaction; <see langword="null"/> when there is none.</summary>
    ValueTask<Replay?> FindAsync(int replayId, CancellationToken cancellation);

    /// <summary>Pauses, resumes or cancels. What a cancelled one took and did not deliver becomes parked again, as it was.</summary>
    /// <returns>False when it has ended already or is not there.</returns>
    ValueTask<bool> SetStateAsync(int replayId, ReplayState state, CancellationToken cancellation);

    /// <summary>The settled events of a destination after a sequence, in order, parked ones only where the mode says so. Large ones come in smaller portions.</summary>
    /// <param name="request">Whose; its filter is not looked at.</param>
    /// <param name="after">Exclusive.</param>
    /// <param name="until">Inclusive.</param>
    /// <param name="eventsMax">1–1,000.</param>
    /// <param name="cancellation">Stops the read.</param>
    ValueTask<IReadOnlyList<ReplayCandidate>> CandidatesAsync(
        ReplayRequest request, long after, long until, int eventsMax, CancellationToken cancellation);

    /// <summary>Whose the events of a destination's stream are, in order. Payloads stay in the store: a walk costs no memory.</summary>
    /// <param name="destinationId">The destination; <see cref="LoggedIdentity.IsOut"/> is of it.</param>
    /// <param name="after">Exclusive.</param>
    /// <param name="eventsMax">1–1,000.</param>
    /// <param name="cancellation">Stops the read.</param>
    ValueTask<IReadOnlyList<LoggedIdentity>> IdentitiesAsync(int destinationId, long after, int eventsMax, CancellationToken cancellation);

    /// <summary>Takes a step: parked events that were taken become pending, settled ones are noted apart.</summary>
    /// <returns>False when the replay no longer runs or stands elsewhere; nothing was changed.</returns>
    ValueTask<bool> StepAsync(ReplayStep step, CancellationToken cancellation);

    /// <summary>Running replays whose last event has its outcome become done.</summary>
    ValueTask FinishAsync(CancellationToken cancellation);

    /// <summary>Where replays of a new destination would end: the place of its cursor; <see langword="null"/> when it is not there.</summary>
    ValueTask<long?> UntilAsync(int destinationId, CancellationToken cancellation);

    /// <summary>The next returned events of a destination: those that people retried first, then running replays by age.</summary>
    /// <param name="destinationId">The destination.</param>
    /// <param name="eventsMax">1–1,000.</param>
    /// <param name="cancellation">Stops the read.</param>
    /// <returns>Events of one replay, by sequence, fewer where they are large; <see langword="null"/> when there are none.</returns>
    ValueTask<ReturnedEvents?> ReturnedAsync(int destinationId, int eventsMax, CancellationToken cancellation);

    /// <summary>Settles returned events: ledger, replay and rows in one transaction. What was cancelled meanwhile is passed over.</summary>
    /// <param name="destinationId">The destination.</param>
    /// <param name="replayId">0 when people retried them.</param>
    /// <param name="outcomes">What became of them.</param>
    /// <param name="cancellation">Honoured until the work is queued.</param>
    ValueTask SettleAsync(int destinationId, int replayId, IReadOnlyList<ReturnedOutcome> outcomes, CancellationToken cancellation);

    /// <summary>Notes which mapper is at work from the destination's cursor on.</summary>
    ValueTask NoteMapperAsync(int destinationId, int mapperVersion, CancellationToken cancellation);
}
