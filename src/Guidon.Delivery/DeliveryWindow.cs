using System.Collections.Immutable;

namespace Guidon.Delivery;

/// <summary>
/// The events of one destination between its cursor and the end of what was read: in log order for the cursor, in lanes for
/// sending. Not safe for threads; one pump's loop owns it.
/// </summary>
/// <param name="cursor">The last settled sequence.</param>
/// <param name="recordsMax">The integration's records per request.</param>
internal sealed class DeliveryWindow(long cursor, int recordsMax)
{
    private readonly Queue<PendingEvent> _order = new();
    private readonly Dictionary<string, IdentityLane> _lanes = new(StringComparer.Ordinal);
    private readonly PriorityQueue<IdentityLane, long> _fresh = new();   // free lanes without a failure, oldest event first
    private readonly PriorityQueue<IdentityLane, long> _again = new();   // free lanes whose wait is over, likewise
    private readonly PriorityQueue<IdentityLane, DateTimeOffset> _waiting = new();
    private readonly List<IdentityLane> _aside = [];   // free, but the window beside this one has their identity in flight
    private readonly List<PendingEvent> _told = [];   // the receiver has their state, the cursor is not behind them, and an older state is or was in its way
    private int _parked;   // and not stored yet
    private DeliveryWindow? _beside;
    private bool _isBehind;   // older events than the window beside this one: a replay

    internal long Cursor { get; private set; } = cursor;

    /// <summary>The sequence of the event that came in last; 0 before the first.</summary>
    internal long AddedTo { get; private set; }

    /// <summary>Events in the window, settled ones behind a blocked one included.</summary>
    internal int Count => _order.Count;

    /// <summary>Events that are not settled, in flight or not.</summary>
    internal int Unsettled { get; private set; }

    /// <summary>Bytes of the records that are not settled.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Records that are not settled.</summary>
    internal int Records { get; private set; }

    /// <summary>How large the next batch may be while one is taken apart.</summary>
    internal Bisection Bisection { get; } = new(recordsMax);

    /// <summary>What could be sent now: events of free lanes or, where each event is a request of its own, free lanes.</summary>
    internal int Sendable { get; private set; }

    /// <summary>Whether its events are sent once more, behind live ones.</summary>
    internal bool IsReplay => _isBehind;

    /// <summary>Whether the cursor could move.</summary>
    internal bool HasProgress => _order.TryPeek(out var first) && first.IsSettled;

    internal bool HasReady => _fresh.Count > 0 || _again.Count > 0;

    /// <summary>When the next waiting lane may be tried; <see langword="null"/> when none waits.</summary>
    internal DateTimeOffset? NextLaneAt => _waiting.TryPeek(out _, out var at) ? at : null;

    /// <summary>When the oldest event came in that could be sent; <see langword="null"/> when none is ready.</summary>
    internal DateTimeOffset? OldestReadyAt => PeekLane(freshFirst: false)?.Events.First?.Value.AdmittedAt;

    /// <summary>From now on neither window sends for an identity while the other does, and this one no state that is older than the other's.</summary>
    internal void Behind(DeliveryWindow live) => (_beside, live._beside, _isBehind) = (live, this, true);

    internal void Add(PendingEvent pending)
    {
        _order.Enqueue(pending);
        AddedTo = pending.Sequence;
        if (pending.State == EventState.Parked) _parked++;
        if (pending.IsSettled) return;
        Unsettled++;
        Bytes += pending.Bytes;
        Records += pending.Records.Length;
        var isNew = !_lanes.TryGetValue(pending.Identifier, out var lane);
        lane ??= _lanes[pending.Identifier] = new IdentityLane(pending.Identifier);
        lane.Events.AddLast(pending);
        pending.HasElder = !isNew || _parked > 0;   // what is parked and not stored comes again after a crash
        if (isNew) MakeReady(lane);
        else if (lane.Sendable > 0) Weigh(lane, isReady: true);
        if (!_isBehind) _beside?.Outdate(pending.Identifier, before: null);
    }

    /// <summary>Moves lanes whose wait is over to those that may be sent.</summary>
    internal void Wake(DateTimeOffset now)
    {
        while (_waiting.TryPeek(out var lane, out var at) && at <= now)
        {
            _waiting.Dequeue();
            MakeReady(lane);
        }
    }

    /// <summary>Forms the next batch and takes its lanes; <see langword="null"/> when no lane is free.</summary>
    /// <param name="limits">What it may hold.</param>
    /// <param name="freshFirst">Identities that have not failed before those that have: a probe must not be one that is refused anyway.</param>
    /// <param name="isProbe">Sent to a held destination.</param>
    /// <param name="lateBefore">Of events with a history that happened earlier only an identity's newest is sent as state, too.</param>
    internal Batch? Take(in BatchLimits limits, bool freshFirst, bool isProbe, DateTimeOffset lateBefore)
    {
        var events = ImmutableArray.CreateBuilder<PendingEvent>();
        var lanes = ImmutableArray.CreateBuilder<IdentityLane>();
        var records = 0;
        var bytes = 0L;
        while (PeekLane(freshFirst) is { } lane)
        {
            if (_beside?.IsInFlight(lane.Identifier) == true)
            {
                Dequeue(lane);
                _aside.Add(lane);
                continue;
            }

            if (!Refresh(lane, lateBefore)) continue;
            foreach (var pending in lane.Events)
            {
                var fits = events.Count < limits.EventsMax && records + pending.Records.Length <= limits.RecordsMax
                    && bytes + pending.Bytes <= limits.BytesMax;
                if (!fits && events.Count > 0) break;
                events.Add(pending);
                lane.InFlight++;
                records += pending.Records.Length;
                bytes += pending.Bytes;
            }

            if (lane.InFlight == 0) break;
            lanes.Add(lane);
            Dequeue(lane);
            if (lane.InFlight < lane.Events.Count) break;   // full
        }

        return events.Count == 0 ? null : new Batch(events.DrainToImmutable(), lanes.DrainToImmutable(), this, isProbe);
    }

    internal void Settle(PendingEvent pending, EventState state)
    {
        Forget(pending);
        if (state == EventState.Delivered) Tell(pending);
        pending.Settle(state);
    }

    /// <summary>A receiver that has the state of an event, though not yet all of it, gets no older one any more: not from this pump, and not from the next.</summary>
    internal void NoteStates(Batch batch, BatchVerdict verdict)
    {
        if (verdict.Records.IsDefaultOrEmpty) return;
        var at = 0;
        for (var i = 0; i < batch.Events.Length; at += batch.RecordCounts[i], i++)
        {
            var states = verdict.Records.AsSpan(at, batch.Events[i].States);
            if (states.Length > 0 && !states.ContainsAnyExcept(RecordVerdict.Delivered)) Tell(batch.Events[i]);
        }
    }

    /// <summary>Those whose state the receiver has, that the cursor has not passed, and that have not been kept.</summary>
    internal IReadOnlyList<long> ToldAhead() => [.. _told.Where(pending => !pending.IsToldKept).Select(pending => pending.Sequence)];

    /// <summary>They were kept.</summary>
    internal void KeptTold() => _told.ForEach(static pending => pending.IsToldKept = true);

    internal void Park(PendingEvent pending, string reason, string detail, int mapperVersion, DateTimeOffset now)
    {
        Forget(pending);
        _parked++;
        pending.Park(reason, detail, mapperVersion, now);
    }

    /// <summary>Frees the lanes of a batch whose events got their verdict.</summary>
    internal void Release(Batch batch, DateTimeOffset now)
    {
        foreach (var lane in batch.Lanes)
        {
            lane.Release();
            if (lane.Events.Count == 0) _lanes.Remove(lane.Identifier);
            else if (lane.NotBefore > now) _waiting.Enqueue(lane, lane.NotBefore);
            else MakeReady(lane);
        }

        _beside?.Readmit();
    }

    /// <summary>The settled events right after the cursor, as one transaction; <see langword="null"/> when there are none.</summary>
    internal DeliveryProgress? Progress(int destinationId)
    {
        var settled = _order.TakeWhile(pending => pending.IsSettled).ToList();
        return settled.Count == 0 ? null : new DeliveryProgress
        {
            DestinationId = destinationId,
            CursorFrom = Cursor,
            CursorTo = settled[^1].Sequence,
            Delivered = settled.Count(pending => pending.State == EventState.Delivered),
            Doubtful = settled.Count(pending => pending.State == EventState.Delivered && pending.IsDoubtful),
            Filtered = settled.Count(pending => pending.State == EventState.Filtered),
            Marks = [.. settled.Where(pending => pending.State == EventState.Delivered).Select(pending => pending.Mark).OfType<StateMark>()],
            Overwritten = [.. settled.Where(pending => pending is { State: EventState.Parked, IsTold: true }).Select(pending => pending.Mark).OfType<StateMark>()],
            Cancelled = settled.Count(pending => pending.State == EventState.Cancelled),
            Parked = [.. settled.Select(pending => pending.Parked).OfType<ParkedEvent>()],
        };
    }

    /// <summary>Progress was stored: the window moves on.</summary>
    internal void Advance(long cursorTo)
    {
        while (_order.TryPeek(out var pending) && pending.Sequence <= cursorTo)
        {
            if (_order.Dequeue().State == EventState.Parked) _parked--;
        }

        _told.RemoveAll(pending => pending.Sequence <= cursorTo);
        Cursor = cursorTo;
    }

    private void Tell(PendingEvent pending)
    {
        if (pending is { HasElder: true, States: > 0, IsTold: false }) _told.Add(pending);
        pending.IsTold = true;
        Outdate(pending.Identifier, before: pending);
    }

    // A receiver that takes an event and leaves an earlier one of the identity gets no state of the earlier one any more.
    private void Outdate(string identifier, PendingEvent? before)
    {
        if (!_lanes.TryGetValue(identifier, out var lane)) return;
        foreach (var pending in lane.Events.TakeWhile(pending => pending != before)) pending.IsStale = true;
    }

    // The lane's events as they may be sent now; false when nothing is left of it.
    private bool Refresh(IdentityLane lane, DateTimeOffset lateBefore)
    {
        for (LinkedListNode<PendingEvent>? node = lane.Events.First, next; node is not null; node = next)
        {
            (var pending, next) = (node.Value, node.Next);
            // A state without a history is the whole event, and every event is delivered.
            var isSuperseded = next is not null && (pending.IsBacklog || pending.OccurredAt < lateBefore) && pending.States < pending.Records.Length;
            var isStale = pending.IsStale || isSuperseded;
            if (!isStale || pending.States == 0) continue;
            Forget(pending);
            pending.DropStates();
            (Unsettled, Bytes, Records) = (Unsettled + 1, Bytes + pending.Bytes, Records + pending.Records.Length);
            if (pending.Records.Length > 0) continue;
            Settle(pending, EventState.Filtered);
            lane.Events.Remove(node);
        }

        if (lane.Events.Count > 0)
        {
            Weigh(lane, isReady: true);
            return true;
        }

        Dequeue(lane);
        _lanes.Remove(lane.Identifier);
        return false;
    }

    private bool IsInFlight(string identifier) => _lanes.TryGetValue(identifier, out var lane) && lane.InFlight > 0;

    private void Readmit()
    {
        foreach (var lane in _aside) MakeReady(lane);
        _aside.Clear();
    }

    private void MakeReady(IdentityLane lane)
    {
        if (lane.Events.First is not { } first) return;
        (lane.Failures > 0 ? _again : _fresh).Enqueue(lane, first.Value.Sequence);
        Weigh(lane, isReady: true);
    }

    // The lane that was peeked at.
    private void Dequeue(IdentityLane lane)
    {
        (lane.Failures > 0 ? _again : _fresh).Dequeue();
        Weigh(lane, isReady: false);
    }

    private void Weigh(IdentityLane lane, bool isReady)
    {
        Sendable -= lane.Sendable;
        lane.Sendable = !isReady ? 0 : recordsMax == 1 ? 1 : lane.Events.Count;
        Sendable += lane.Sendable;
    }

    // The oldest event first: it is the one that the cursor waits for.
    private IdentityLane? PeekLane(bool freshFirst)
    {
        var isAgain = _again.TryPeek(out var again, out var againAt);
        if (!_fresh.TryPeek(out var fresh, out var freshAt)) return again;
        return isAgain && againAt < freshAt && !freshFirst ? again : fresh;
    }

    private void Forget(PendingEvent pending)
    {
        Unsettled--;
        Bytes -= pending.Bytes;
        Records -= pending.Records.Length;
    }
}
