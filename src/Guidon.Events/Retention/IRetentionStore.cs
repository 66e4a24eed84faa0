namespace Guidon.Events.Retention;

/// <summary>What retention reads and writes. Each method that changes something is one transaction of bounded size.</summary>
public interface IRetentionStore
{
    /// <summary>The policies that operators set, by environment. Where none is set <see cref="EventPolicy.Default"/> holds.</summary>
    ValueTask<IReadOnlyDictionary<int, EventPolicy>> PoliciesAsync(CancellationToken cancellation);

    /// <summary>Sets an environment's policy.</summary>
    ValueTask SetPolicyAsync(int environmentId, EventPolicy policy, CancellationToken cancellation);

    /// <summary>All streams that may have events (<see cref="EventStream"/>).</summary>
    ValueTask<IReadOnlyList<int>> StreamsAsync(CancellationToken cancellation);

    /// <summary>Drops events that nothing needs: no destination waits for them, they are not parked, no replay wants them.</summary>
    /// <param name="stream">Where.</param>
    /// <param name="after">Looks behind this sequence; 0 at first.</param>
    /// <param name="before">Stops at the first event that occurred at or after this time.</param>
    /// <param name="eventsMax">Looks at so many.</param>
    /// <param name="cancellation">Stops waiting.</param>
    ValueTask<DropStep> DropAsync(int stream, long after, DateTimeOffset before, int eventsMax, CancellationToken cancellation);

    /// <summary>Destinations with pending events.</summary>
    ValueTask<IReadOnlyList<PendingDestination>> PendingAsync(CancellationToken cancellation);

    /// <summary>Records a warning over the pending events that occurred before a time.</summary>
    /// <param name="destinationId">The destination.</param>
    /// <param name="daysLeft">7, 3 or 1.</param>
    /// <param name="before">Events before this time are meant.</param>
    /// <param name="now">When the owner is told.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns><see langword="null"/> when an earlier warning covers them, or one was given within a day.</returns>
    ValueTask<RetentionNotice?> NoticeAsync(
        int destinationId, int daysLeft, DateTimeOffset before, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>
    /// Ends pending events of a destination: moves the cursor over them, counts them as expired and records the decision. Only events that
    /// a warning of the last stage covers.
    /// </summary>
    /// <param name="destinationId">The destination.</param>
    /// <param name="before">Only events that occurred before this time.</param>
    /// <param name="noticedBefore">Only events whose last warning was given at or before this time.</param>
    /// <param name="retentionDays">What the decision says.</param>
    /// <param name="now">When it is decided. Steps with the same time are one decision.</param>
    /// <param name="eventsMax">So many in one step.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>How many expired; 0 when there is nothing more.</returns>
    ValueTask<int> ExpireAsync(
        int destinationId, DateTimeOffset before, DateTimeOffset noticedBefore, int retentionDays, DateTimeOffset now, int eventsMax,
        CancellationToken cancellation);

    /// <summary>Warnings that still cover pending events, newest first, at most 200.</summary>
    ValueTask<IReadOnlyList<RetentionNotice>> NoticesAsync(CancellationToken cancellation);

    /// <summary>What is about to expire and what did, by destination; only those of which there is something to say.</summary>
    /// <param name="expiredSince">Decisions from this time on are counted.</param>
    /// <param name="cancellation">Stops the read.</param>
    ValueTask<IReadOnlyDictionary<int, RetentionOutlook>> OutlookAsync(DateTimeOffset expiredSince, CancellationToken cancellation);

    /// <summary>Decisions about one organisation's destinations, also deleted ones, after an id, oldest first.</summary>
    ValueTask<IReadOnlyList<RetentionDecision>> DecisionsAsync(int organisationId, long afterId, int decisionsMax, CancellationToken cancellation);

    /// <summary>
    /// Drops flag tables to which no event refers. A table that is no longer live is marked first, and goes when every event
    /// that could refer to it is gone and the mark is old enough.
    /// </summary>
    /// <param name="live">Tables that new events refer to.</param>
    /// <param name="now">Dates the mark.</param>
    /// <param name="markedBefore">Only tables that were marked before this time.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>How many went.</returns>
    ValueTask<int> DropFlagTablesAsync(
        IReadOnlyCollection<long> live, DateTimeOffset now, DateTimeOffset markedBefore, CancellationToken cancellation);

    /// <summary>Keeps a capture gap that has ended.</summary>
    ValueTask KeepGapAsync(CaptureGap gap, CancellationToken cancellation);

    /// <summary>Kept gaps, newest first.</summary>
    ValueTask<IReadOnlyList<CaptureGap>> GapsAsync(int gapsMax, CancellationToken cancellation);
}
