namespace Guidon.Events;

/// <summary>Append-only, durable, ordered by sequence. Keeps delivered events until retention ends.</summary>
public interface IEventLog
{
    /// <summary>
    /// Appends all or none. When the task completes the events are on stable storage, and every destination of their
    /// environments has them counted as accepted, in the same transaction.
    /// </summary>
    /// <returns>
    /// How many were appended: the other half of the intake's own count (<see cref="EventsMetrics.Unaccounted"/>). Of alerts none when another node tells them.
    /// </returns>
    /// <exception cref="EventLogException">Nothing was appended, for example since the disk is full or fsync failed.</exception>
    ValueTask<int> AppendAsync(ReadOnlyMemory<NewEvent> events, CancellationToken cancellation);

    /// <summary>
    /// The next events of one environment after a sequence, oldest first. Large events come in smaller portions, so only an empty answer
    /// means the end of the log.
    /// </summary>
    /// <param name="environmentId">The environment.</param>
    /// <param name="afterSequence">0 for the beginning.</param>
    /// <param name="eventsMax">1–10,000.</param>
    /// <param name="cancellation">Stops the read.</param>
    /// <exception cref="EventLogException">It could not be read.</exception>
    ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(int environmentId, long afterSequence, int eventsMax, CancellationToken cancellation);

    /// <summary>Keeps a flag table for as long as events refer to it. The same table gives the same id.</summary>
    /// <exception cref="EventLogException">It could not be stored.</exception>
    async ValueTask<long> KeepFlagTableAsync(FlagTable table, CancellationToken cancellation) => (await KeepFlagTablesAsync([table], cancellation).ConfigureAwait(false))[0];

    /// <summary>As above, several in one commit.</summary>
    /// <returns>The ids, in the order of the tables.</returns>
    /// <exception cref="EventLogException">None could be stored.</exception>
    ValueTask<IReadOnlyList<long>> KeepFlagTablesAsync(IReadOnlyList<FlagTable> tables, CancellationToken cancellation);

    /// <summary>A kept flag table; <see langword="null"/> when there is none with this id.</summary>
    ValueTask<FlagTable?> FlagTableAsync(long flagTableId, CancellationToken cancellation);
}
