using System.Collections.Immutable;
using Guidon.Events;

namespace Guidon.Delivery;

/// <summary>One event between a destination's cursor and the end of what was read. Owned by one pump's loop.</summary>
/// <param name="logged">The event in the log; its payload is not kept.</param>
/// <param name="admittedAt">When it came into the window, by the steady clock; the age of a batch counts from here.</param>
internal sealed class PendingEvent(LoggedEvent logged, DateTimeOffset admittedAt)
{
    internal long Sequence { get; } = logged.Sequence;

    internal Guid Id { get; } = logged.Id;

    internal DateTimeOffset OccurredAt { get; } = logged.OccurredAt;

    internal DateTimeOffset AdmittedAt { get; } = admittedAt;

    /// <summary>Whose event it is; empty when it never waits.</summary>
    internal string Identifier { get; init; } = "";

    /// <summary>What is sent; emptied when the event is settled, since the window may keep it behind a blocked one.</summary>
    internal ImmutableArray<OutgoingRecord> Records { get; private set; } = [];

    internal int Bytes { get; private set; }

    /// <summary>How many of <see cref="Records"/>, from the front, set the state of a profile.</summary>
    internal int States { get; private set; }

    /// <summary>The receiver has, or will have before this is tried again, a newer state of the identity: only history is sent from now on.</summary>
    internal bool IsStale { get; set; }

    /// <summary>It was in the log when its pump began: it has been waiting, whatever the clocks say, and an earlier pump may have left out its state for a newer one.</summary>
    internal bool IsBacklog { get; set; }

    /// <summary>When this one came in, an older event of the identity may have been there that the next pump would send again.</summary>
    internal bool HasElder { get; set; }

    /// <summary>The receiver has its state.</summary>
    internal bool IsTold { get; set; }

    /// <summary>The store knows that the receiver has its state.</summary>
    internal bool IsToldKept { get; set; }

    /// <summary>Kept when the event is delivered; <see langword="null"/> unless the destination wants changes only.</summary>
    internal StateMark? Mark { get; private set; }

    /// <summary>When an attempt first ended without telling whether the receiver took it; <see langword="null"/> when none did.</summary>
    internal DateTimeOffset? AmbiguousSince { get; set; }

    /// <summary>When that attempt began, UTC: from here on the receiver may have the event.</summary>
    internal DateTimeOffset? MayBeTakenSince { get; set; }

    /// <summary>Whether an attempt ended without an answer, this one's or an earlier process's: the receiver may have it.</summary>
    internal bool IsDoubtful => MayBeTakenSince is not null;

    internal EventState State { get; private set; }

    /// <summary>Set when parked. Its doubt is read when it is asked for: what an earlier process left may be recalled after the parking.</summary>
    internal ParkedEvent? Parked
    {
        get => field is null ? null : field with { MayBeTaken = IsDoubtful };
        private set;
    }

    internal bool IsSettled => State != EventState.Waiting;

    internal static PendingEvent Waiting(
        LoggedEvent logged, Guid key, DateTimeOffset admittedAt, string identifier, Mapping mapping, StateMark? mark) =>
        new(logged, admittedAt)
        {
            Identifier = identifier,
            Records = mapping.ToRecords(key, identifier, logged.OccurredAt),
            Bytes = mapping.Records.Sum(json => json.Length),
            States = mapping.States,
            Mark = mark,
        };

    /// <summary>Its records say which replay sends them.</summary>
    internal void OfReplay(long replayId) => Records = [.. Records.Select(record => record with { ReplayId = replayId })];

    /// <summary>Leaves the history; no record may be left. A state that is not sent was not told.</summary>
    internal void DropStates()
    {
        Mark = null;
        Records = Records[States..];
        Bytes = Records.Sum(record => record.Json.Length);
        States = 0;
    }

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
            Sequence = Sequence,
            EventId = Id,
            Reason = reason,
            Detail = detail,
            MapperVersion = mapperVersion,
            ParkedAt = now,
        };
    }
}
