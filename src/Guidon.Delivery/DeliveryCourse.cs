using Guidon.Delivery.Attempts;
using Guidon.Delivery.Settings;
using Microsoft.Extensions.Logging;

namespace Guidon.Delivery;

/// <summary>
/// Decides what a destination does next: what may be sent now, and what each verdict means for its events, its lanes and its
/// state. Does no I/O. One pump's loop owns it.
/// </summary>
internal sealed partial class DeliveryCourse
{
    private const string TooManyRefused = "too_many_refused";

    private const int SendableMin = 64;

    // An outage and no mere batching: two evaluations of a second are both sent as they were.
    private static readonly TimeSpan s_late = TimeSpan.FromMinutes(1);

    private readonly DeliveryTools _tools;
    private readonly Destination _destination;
    private readonly Integration _integration;
    private readonly Redaction _redaction;
    private readonly Random _random;
    private readonly ILogger _logger;
    private readonly AttemptWitness _witness;
    private readonly RefusedAlert _refused = new();
    private readonly RetrySchedule _schedule;
    private readonly CircuitBreaker _breaker;
    private readonly DestinationBudget _budget;
    private readonly PoisonWatch _poison;
    private readonly ReceiverRest _rest;   // the receiver's own wish; neither a hold nor a success shortens it
    private readonly bool _prefersGap;
    private DateTimeOffset _notBefore;   // for the whole destination; lanes have their own beside it
    private int _failures;               // of the whole destination, in a row
    private bool _hasStateChanged;

    internal DeliveryCourse(
        DeliveryTools tools,
        Destination destination,
        Integration integration,
        SettingsValues values,
        Redaction redaction,
        PoisonWatch poison,
        ReceiverRest rest,
        Random random,
        ILogger logger)
    {
        _tools = tools;
        _destination = destination;
        _integration = integration;
        _redaction = redaction;
        _random = random;
        _logger = logger;
        _witness = new AttemptWitness(tools, destination, integration, redaction, logger);
        _schedule = RetrySchedule.Of(tools.Options);
        (_poison, _rest) = (poison, rest);
        _budget = new DestinationBudget(integration.Limits, tools.Options, values);
        _breaker = new CircuitBreaker(_schedule, _budget.RequestsMax);
        _prefersGap = DeliveryFields.PrefersGap(values);
        // Held before this start: the first probe comes at once, since a restart is what one does after mending something.
        HeldReason = destination.State == DestinationState.Held ? destination.HeldReason ?? "held" : null;
    }

    /// <summary>Why it is held; <see langword="null"/> while active.</summary>
    internal string? HeldReason { get; private set; }

    /// <inheritdoc cref="AttemptWitness.LastProblem"/>
    internal string? LastProblem => _witness.LastProblem;

    /// <summary>A held destination takes one event at a time out of the log: its probe.</summary>
    internal int UnsettledMax => HeldReason is null ? int.MaxValue : 1;

    /// <summary>More than the next requests take is not mapped ahead: what waits in memory outlives the young generation, and its collection stops requests.</summary>
    internal int SendableMax => Math.Max(SendableMin, _integration.Limits.RecordsMax * _budget.RequestsMax);

    private int InFlightMax => HeldReason is null ? _breaker.RequestsMax : 1;

    private bool IsRefusing => HeldReason?.StartsWith(TooManyRefused, StringComparison.Ordinal) == true;

    private bool RetriesByLane => _integration.Limits.RecordsMax == 1;

    private DateTimeOffset Now => _tools.Steady.Now;

    private DateTimeOffset NotBefore =>
        Later(_rest.Until, HeldReason is null && _breaker.OpenUntil > _notBefore ? _breaker.OpenUntil : _notBefore);

    internal double Jitter() => _random.NextDouble();

    internal bool MayFill(DateTimeOffset now) => HeldReason is null || now >= _notBefore;

    /// <summary>True once after each change of <see cref="HeldReason"/>.</summary>
    internal bool TakeStateChange()
    {
        var changed = _hasStateChanged;
        _hasStateChanged = false;
        return changed;
    }

    /// <summary>The batch to send now, live before replayed; <see langword="null"/> when it is not time or nothing is free.</summary>
    /// <param name="live">What is sent first.</param>
    /// <param name="replay">What is sent while nothing live can be, in at most half of the requests.</param>
    /// <param name="running">Batches in flight, of both.</param>
    internal Batch? Next(DeliveryWindow live, DeliveryWindow replay, IReadOnlyCollection<Batch> running)
    {
        var now = Now;
        live.Wake(now);
        replay.Wake(now);
        if (now < NotBefore || running.Count >= InFlightMax) return null;
        if (Take(live, now, isReplay: false) is { } batch) return batch;
        return MayReplay(replay, running) ? Take(replay, now, isReplay: true) : null;
    }

    /// <summary>When <see cref="Next"/> may give a batch although nothing else happens; <see langword="null"/> when it will not.</summary>
    internal DateTimeOffset? NextAt(DeliveryWindow live, DeliveryWindow replay, IReadOnlyCollection<Batch> running)
    {
        if (running.Count >= InFlightMax) return null;
        var next = NextAt(live, isReplay: false);
        if (MayReplay(replay, running) && NextAt(replay, isReplay: true) is { } at && !(next <= at)) next = at;
        return next is { } time && time < NotBefore ? NotBefore : next;
    }

    /// <summary>Settles, parks, holds or postpones, as the verdict says, and frees the lanes.</summary>
    internal void Apply(EndedAttempt ended)
    {
        var window = ended.Batch.Window;
        if (ended.Verdict is not { } verdict) return;   // cut by a stop; the window goes with it
        _witness.Note(ended, verdict);
        window.NoteStates(ended.Batch, verdict);
        if (IsHealthy(verdict, ended.Batch)) Recover(ended.Batch);
        else if (verdict.Verdict is not (Verdict.Retry or Verdict.Hold))
        {
            _refused.Refused(ended.Batch);
            if (!ended.IsAloneRefused) verdict = BatchVerdict.Hold(TooManyRefused);
        }

        if (ended.IsAloneRefused) ParkAlone(ended, verdict, window);
        else Apply(ended, verdict, window);
        window.Release(ended.Batch, Now);
        window.Bisection.Review();
    }

    private void Apply(EndedAttempt ended, BatchVerdict verdict, DeliveryWindow window)
    {
        switch (verdict.Verdict)
        {
            case Verdict.Delivered: Deliver(ended.Batch, window); break;
            case Verdict.Retry: Postpone(ended); break;
            case Verdict.Hold: Hold(verdict.Reason, ended.Answer.Status == 0 ? "" : ended.Answer.Said); break;
            case Verdict.Split: Split(ended, verdict, window); break;
            case Verdict.ByRecord: ApplyByRecord(ended, verdict, window); break;
        }
    }

    /// <summary>Stops sending but for a probe once in a while.</summary>
    internal void Hold(string code, string detail)
    {
        var reason = detail.Length == 0 ? code : $"{code}: {detail}";
        _notBefore = Now + TimeSpan.FromSeconds(_tools.Options.ProbeSeconds);
        _breaker.Close();   // probes do the asking from here
        if (HeldReason == reason) return;
        if (HeldReason is null) _tools.Metrics.Held(_destination);
        HeldReason = reason;
        _hasStateChanged = true;
        Log.Held(_logger, _destination.Id, _destination.Integration, reason);
    }

    private Batch? Take(DeliveryWindow window, DateTimeOffset now, bool isReplay)
    {
        while (window.HasReady && _budget.FreeAt(now, isReplay) <= now)
        {
            if (HeldReason is null && !IsRipe(window, now)) return null;
            var limits = HeldReason is null
                ? new BatchLimits(window.Bisection.EventsMax, _integration.Limits.RecordsMax, _integration.Limits.BytesMax)
                : new BatchLimits(1, int.MaxValue, int.MaxValue);
            if (window.Take(limits, freshFirst: !_breaker.IsClosed, isProbe: HeldReason is not null, LateBefore(isReplay)) is not { } batch) return null;
            if (ParkDoubtful(batch, now) || ParkTooOld(batch, now)) continue;
            batch.IsToBeDecided = _integration.SendsAlerts && IsRefusing && batch.IsProbe && _refused.IsToBeDecided(batch);
            _budget.Take(now, batch, isReplay);
            return batch;
        }

        return null;
    }

    // Who catches up sends each identity's newest state and all of its history. A replay has been sorted out by its source.
    private DateTimeOffset LateBefore(bool isReplay) => isReplay ? DateTimeOffset.MinValue : _tools.Time.GetUtcNow() - s_late;

    // Past half of the receiver's memory for ids a repeated event could count twice there. Only an owner who would rather miss one parks it,
    // and only where the receiver cannot be asked.
    private bool ParkDoubtful(Batch batch, DateTimeOffset now) => _prefersGap && !_integration.CanBeAsked && Park(
        batch, now, pending => now - pending.AmbiguousSince >= _integration.Limits.DedupeWindow / 2,
        "ambiguous", "An attempt ended without an answer; the receiver may have this event.");

    // Young enough when it was read, and then it waited: the receiver would refuse it, or date it anew without a word.
    private bool ParkTooOld(Batch batch, DateTimeOffset now) => _integration.AgeMax is { } ageMax && Park(
        batch, now, pending => _tools.Time.GetUtcNow() - pending.OccurredAt > ageMax, EventAdmission.TooOld, EventAdmission.TooOldDetail(ageMax));

    private bool Park(Batch batch, DateTimeOffset now, Func<PendingEvent, bool> isMeant, string reason, string detail)
    {
        var meant = batch.Events.Where(isMeant).ToList();
        if (meant.Count == 0) return false;
        foreach (var pending in meant) Park(pending, reason, detail, batch.Window);
        batch.Window.Release(batch, now);
        return true;
    }

    private DateTimeOffset? NextAt(DeliveryWindow window, bool isReplay)
    {
        var now = Now;
        var next = HeldReason is not null && _notBefore > now ? _notBefore : window.NextLaneAt;
        if (!window.HasReady) return next;
        var isEarly = HeldReason is null && !IsRipe(window, now);
        var at = isEarly && window.OldestReadyAt is { } oldest ? oldest + _integration.Limits.AgeMax : now;
        if (_budget.FreeAt(now, isReplay) is var freeAt && freeAt > at) at = freeAt;
        return next < at ? next : at;
    }

    // Half of the requests at most, so that a live event that comes now does not find all of them taken.
    private bool MayReplay(DeliveryWindow replay, IReadOnlyCollection<Batch> running) =>
        running.Count(batch => batch.Window == replay) < Math.Max(1, InFlightMax / 2);

    private bool IsRipe(DeliveryWindow window, DateTimeOffset now)
    {
        var limits = _integration.Limits;
        return limits.AgeMax == TimeSpan.Zero || window.Records >= limits.RecordsMax || window.Bytes >= limits.BytesMax
            || window.Bisection.IsOngoing || now - window.OldestReadyAt >= limits.AgeMax;
    }

    // A receiver that refuses everything is not mended by refusing the probe too; any other answer ends any other hold.
    private bool IsHealthy(BatchVerdict verdict, Batch batch) => verdict.Verdict switch
    {
        Verdict.Retry or Verdict.Hold => false,
        Verdict.Delivered => true,
        _ => !batch.IsProbe || !IsRefusing,
    };

    private void Recover(Batch batch)
    {
        _failures = 0;
        _breaker.Succeeded(Now);
        foreach (var lane in batch.Lanes) (lane.Failures, lane.NotBefore) = (0, DateTimeOffset.MinValue);
        if (!batch.IsProbe || HeldReason is null) return;
        HeldReason = null;
        _hasStateChanged = true;
        _notBefore = DateTimeOffset.MinValue;
        Log.Resumed(_logger, _destination.Id, _destination.Integration);
    }

    private void Deliver(Batch batch, DeliveryWindow window)
    {
        foreach (var pending in batch.Events) Deliver(pending, window);
        _poison.Good(Now, batch.Events.Length);
    }

    private void Deliver(PendingEvent pending, DeliveryWindow window)
    {
        if (window.IsReplay) _tools.Metrics.Replayed(_destination);
        else _tools.Metrics.Delivered(_destination, _tools.Time.GetUtcNow() - pending.OccurredAt);
        window.Settle(pending, EventState.Delivered);
    }

    private void Postpone(EndedAttempt ended)
    {
        if (ended.Answer.MayBeTaken) Doubt(ended);
        if (HeldReason is not null)
        {
            _notBefore = Now + TimeSpan.FromSeconds(_tools.Options.ProbeSeconds);
            return;
        }

        var isFirst = !RetriesByLane || ended.Batch.Lanes[0].Failures == 0;
        _breaker.Failed(Now, isFirst, wasUnreachable: ended.Answer is { Failure: SendFailure.Network, MayBeTaken: false }, Jitter());
        if (RetriesByLane)
        {
            var lane = ended.Batch.Lanes[0];
            lane.Failures++;
            lane.NotBefore = Now + _schedule.Next(lane.Failures, null, Jitter());
        }
        else
        {
            _failures++;
            _notBefore = Later(_notBefore, Now + _schedule.Next(_failures, null, Jitter()));
        }
    }

    private void Doubt(EndedAttempt ended)
    {
        _tools.Metrics.Ambiguous(_destination);
        foreach (var pending in ended.Batch.Events)
        {
            pending.AmbiguousSince ??= Now;
            pending.MayBeTakenSince ??= ended.At;
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private void Split(EndedAttempt ended, BatchVerdict verdict, DeliveryWindow window)
    {
        if (ended.Batch.Events is [var single]) Refuse(single, verdict.Reason, Sizes(ended, verdict), ended.Answer, window);
        else window.Bisection.Halve(ended.Batch.Events);
    }

    private string Sizes(EndedAttempt ended, BatchVerdict verdict) => verdict.Reason == "oversize"
        ? $"{ended.Batch.Events[0].Bytes} bytes in {ended.Batch.Records.Length} records of one event; a request holds at most {_integration.Limits.BytesMax}"
        : "";

    private void ApplyByRecord(EndedAttempt ended, BatchVerdict verdict, DeliveryWindow window)
    {
        var at = 0;
        var changed = false;
        for (var i = 0; i < ended.Batch.Events.Length; i++)
        {
            var records = verdict.Records.AsSpan(at, ended.Batch.RecordCounts[i]);
            at += records.Length;
            changed |= ApplyToEvent(ended.Batch.Events[i], records, ended, verdict.Reason, window);
        }

        // An answer that names nobody would be asked again at once, for ever; halves come to an end.
        if (!changed) Split(ended, verdict, window);
    }

    private bool ApplyToEvent(
        PendingEvent pending, ReadOnlySpan<RecordVerdict> records, EndedAttempt ended, string reason, DeliveryWindow window)
    {
        var areDelivered = true;
        var wait = TimeSpan.Zero;
        foreach (ref readonly var record in records)
        {
            if (record.Outcome == RecordOutcome.Refused)
            {
                // Some people have this alert: sent again with the channel's next probe it would come to them once a minute.
                if (_integration.SendsAlerts) Park(pending, reason, _redaction.Clean(record.Detail, ended.Answer), window);
                else Refuse(pending, reason, record.Detail, ended.Answer, window);
                return true;
            }

            areDelivered &= record.Outcome == RecordOutcome.Delivered;
            if (record.Wait > wait) wait = record.Wait;
        }

        if (areDelivered)
        {
            Deliver(pending, window);
            _poison.Good(Now, 1);
        }
        else if (wait > TimeSpan.Zero) LeaveAlone(ended.Batch, pending.Identifier, wait);
        return areDelivered || wait > TimeSpan.Zero;
    }

    private void LeaveAlone(Batch batch, string identifier, TimeSpan wait)
    {
        foreach (var lane in batch.Lanes)
        {
            if (lane.Identifier == identifier) lane.NotBefore = Now + wait;
        }
    }

    // One bad event is parked; when many are, something else is wrong and all stay. Of a channel's alerts one is too many: parked, nobody would be told.
    private void Refuse(PendingEvent pending, string reason, string detail, Answer answer, DeliveryWindow window)
    {
        if (HeldReason is null && (_integration.SendsAlerts || !_poison.TryPark(Now))) Hold(TooManyRefused, answer.Said);
        if (HeldReason is null) Park(pending, reason, _redaction.Clean(detail, answer), window);
    }

    // The channel takes another alert: it is this one that it does not take, and the others must not wait for it.
    private void ParkAlone(EndedAttempt ended, BatchVerdict verdict, DeliveryWindow window)
    {
        var detail = verdict.Records.FirstOrDefault(record => record.Outcome == RecordOutcome.Refused).Detail ?? Sizes(ended, verdict);
        Park(ended.Batch.Events[0], verdict.Reason, _redaction.Clean(detail, ended.Answer), window);
        Recover(ended.Batch);
    }

    private void Park(PendingEvent pending, string reason, string detail, DeliveryWindow window)
    {
        window.Park(pending, reason, detail, _integration.MapperVersion, _tools.Time.GetUtcNow());
        _tools.Metrics.Parked(_destination);
        Log.Parked(_logger, _destination.Id, pending.Id, reason);
    }

    private static partial class Log
    {
        [LoggerMessage(1332, LogLevel.Error, "Destination {Destination} ({Integration}) was held until someone mends it: {Reason}")]
        internal static partial void Held(ILogger logger, int destination, string integration, string reason);

        [LoggerMessage(1333, LogLevel.Information, "Destination {Destination} ({Integration}) was mended and drains")]
        internal static partial void Resumed(ILogger logger, int destination, string integration);

        [LoggerMessage(1334, LogLevel.Warning, "Destination {Destination} parked event {EventId}: {Reason}")]
        internal static partial void Parked(ILogger logger, int destination, Guid eventId, string reason);
    }
}
