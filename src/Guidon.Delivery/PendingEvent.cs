using System.Collections.Immutable;

namespace Guidon.Delivery;

/// <summary>One event between a destination's cursor and the end of what was read. Owned by one pump's loop.</summary>
/// <param name="sequence">Its position in the log.</param>
/// <param name="id">Its id.</param>
/// <param name="occurredAt">When it happened, UTC.</param>
/// <param name="admittedAt">When it came into the window, UTC; the age of a batch counts from here.</param>
internal sealed class PendingEvent(long sequence, Guid id, DateTimeOffset occurredAt, DateTimeOffset admittedAt)
{
    internal long Sequence => sequence;

    internal Guid Id => id;

    internal DateTimeOffset OccurredAt => occurredAt;

    internal DateTimeOffset AdmittedAt => admittedAt;

    /// <summary>Whose event it is; empty when it never waits.</summary>
    internal string Identifier { get; init; } = "";

    /// <summary>What is sent; emptied when the event is settled, since the window may keep it behind a blocked one.</summary>
    internal ImmutableArray<OutgoingRecord> Records { get; private set; } = [];

    internal int Bytes { get; private init; }

    internal EventState State { get; private set; }

    /// <summary>Set when parked.</summary>
    internal ParkedEvent? Parked { get; private set; }

    internal bool IsSettled => State != EventState.Waiting;

    internal static PendingEvent Waiting(
        long sequence, Guid id, DateTimeOffset occurredAt, DateTimeOffset admittedAt, string identifier, ImmutableArray<ReadOnlyMemory<byte>> records) =>
        new(sequence, id, occurredAt, admittedAt)
        {
            Identifier = identifier,
            Records = [.. records.Select(json => new OutgoingRecord(id, identifier, occurredAt, json))],
            Bytes = records.Sum(json => json.Length),
        };

    internal void Settle(EventState state)
    {
        State = state;
        Records = [];
    }

    internal void Park(string reason, string detail, int mapperVersion, DateTimeOffset now)
    {
        Settle(EventState.Parked);
        Parked = new ParkedEvent
        {
            Sequence = sequence,
            EventId = id,
            Reason = reason,
            Detail = detail,
            MapperVersion = mapperVersion,
            ParkedAt = now,
        };
    }
}
