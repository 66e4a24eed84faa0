using Guidon.Delivery;
using Guidon.Delivery.Parking;
using Guidon.Delivery.Replays;
using Guidon.Delivery.Settings;
using Guidon.Events;

namespace Guidon.Simulation.Tests;

/// <summary>Sees everything, from outside of the product, and says at once when something is so that must never be.</summary>
internal sealed class Oracle(World world)
{
    // One event, one second: retries have at least a random part of a second between them, and a lane that is split a few more.
    private const int AttemptsPerSecondMax = 14;

    private readonly Dictionary<string, Expected> _accounts = [];
    private readonly Dictionary<int, Expected> _destinations = [];
    private readonly Dictionary<(int Node, string Account), Outlet> _outlets = [];
    private readonly Dictionary<string, Outlet> _latest = [];
    private readonly Dictionary<(string Account, long Sequence), Queue<long>> _attempts = [];

    /// <summary>The first thing that broke.</summary>
    internal string? Broken { get; private set; }

    internal IReadOnlyCollection<Expected> Destinations => _destinations.Values;

    internal HashSet<Guid> Acknowledged { get; } = [];

    internal HashSet<Guid> NotStored { get; } = [];

    /// <summary>Everything that was ever in the log, by environment; retention takes nothing from it.</summary>
    internal IReadOnlyDictionary<int, List<LoggedEvent>> Logged { get; } = Enumerable.Range(1, World.Environments).ToDictionary(id => id, _ => new List<LoggedEvent>());

    /// <summary>Whom an operator wanted gone; whether the call was carried out is nobody's promise.</summary>
    internal HashSet<(int Environment, string Identity)> Erased { get; } = [];

    /// <summary>Events that an erasure has emptied, and when.</summary>
    private readonly Dictionary<long, long> _emptied = [];

    internal void Break(string what) => Broken ??= what;

    /// <summary>A node begins an attempt.</summary>
    internal void Began(Node node, Outlet outlet, IReadOnlyList<SentRecord> records)
    {
        if (node.IsDead) return;
        var (now, account) = (world.Agenda.Now, outlet.Account);
        world.Trace.Add($"node{node.Number} sends {string.Join(' ', records.Select(record => record.Sequence))} to {account}");
        _outlets[(node.Number, account)] = _latest[account] = outlet;
        // The second half of an attempt that began before goes its way.
        var isSecondHalf = world.Plan.ProfilesInTwo && !records[0].IsState && _accounts.GetValueOrDefault(account)?.Integration == SimulatedIntegration.Profile;
        if (now < outlet.RestUntil && !isSecondHalf) Break($"{account}: a request {TimeSpan.FromTicks(outlet.RestUntil - now)} before the end of a Retry-After");
        if (_accounts.GetValueOrDefault(account)?.StoppedAt < now - TimeSpan.FromSeconds(40).Ticks)
            Break($"{account}: a request to a destination that is stopped or deleted");
        CheckRate(outlet, now);
        foreach (var sequence in records.Select(record => record.Sequence).Distinct())
        {
            CheckPace(account, sequence, now);
            if (_accounts.TryGetValue(account, out var begun)) begun.Begun[sequence] = now;
        }
    }

    /// <summary>A request is on its way.</summary>
    internal void Underway(Node node, string account)
    {
        if (!_accounts.TryGetValue(account, out var expected) || node.IsDead) return;
        var most = expected.Integration == SimulatedIntegration.Single ? 4 : 2;
        if (node.Requests(account) > most) Break($"{account}: {node.Requests(account)} requests at one time");
    }

    /// <summary>A receiver's wish for rest reached the node.</summary>
    internal void Rested(Node node, string account, TimeSpan rest)
    {
        var longest = TimeSpan.FromSeconds(world.Options.RetryAfterLongestSeconds);
        if (_outlets.TryGetValue((node.Number, account), out var outlet))
            outlet.RestUntil = Math.Max(outlet.RestUntil, world.Agenda.Now + (rest < longest ? rest : longest).Ticks);
    }

    /// <summary>A receiver took records, whatever it answered.</summary>
    /// <param name="account">Which receiver.</param>
    /// <param name="records">What it took.</param>
    /// <param name="isLate">The node had hung up before: it may have sent other things since (docs/reliability.md, what is not promised).</param>
    internal void Took(string account, IReadOnlyList<SentRecord> records, bool isLate)
    {
        if (!_accounts.TryGetValue(account, out var expected)) return;
        foreach (var record in records)
        {
            if (!expected.HasNewKeys && expected.Ids.TryGetValue(record.Sequence, out var earlier) && earlier != record.Id)
                Break($"{account}: event {record.Sequence} came under two ids");
            expected.Ids[record.Sequence] = record.Id;
            if (!record.IsState) TookEvent(expected, record);
        }

        foreach (var states in records.Where(record => record.IsState).GroupBy(record => record.Identity)) TookStates(expected, states, isLate);
    }

    /// <summary>A receiver refused records inside of an answer.</summary>
    internal void Refused(string account, IEnumerable<long> sequences)
    {
        if (!_accounts.TryGetValue(account, out var expected)) return;
        foreach (var sequence in sequences)
        {
            expected.Aside.Add(sequence);
            if (_latest.TryGetValue(account, out var outlet)) expected.RefusedTo[sequence] = outlet;
        }
    }

    /// <summary>A call of the store failed: what a node was to be told it was not.</summary>
    internal void Failed(Node node, string method)
    {
        if (method != "DestinationsAsync" || node.IsDead) return;
        foreach (var expected in _destinations.Values) expected.StoppedAt = null;
    }

    /// <summary>A call of the store was carried out.</summary>
    internal async ValueTask StoredAsync(Node node, string method, object?[] args, object? result, bool isWrite)
    {
        switch (method, result)
        {
            case ("CreateAsync", Destination created): await LearnAsync(created); break;
            case ("CreateAsync", ValueTuple<Replay, bool> replay): Learn(replay.Item1.Request); break;
            case ("DeleteAsync", true): _destinations[(int)args[0]!].IsDeleted = true; break;
            case ("DestinationsAsync", IReadOnlyList<Destination> all): Told(all); break;
            case ("AppendAsync", _): await LearnLogAsync(); break;
            case ("EraseAsync", _): await LearnErasedAsync(); break;
            case ("CancelAsync", _): Cancelled((IReadOnlyList<ParkedKey>)args[0]!); break;
            case ("CommitAsync", true): Committed((DeliveryProgress)args[0]!); break;
            case ("SettleAsync", _) when args[2] is IReadOnlyList<ReturnedOutcome> outcomes:
                _destinations[(int)args[0]!].Aside.UnionWith(outcomes.Where(outcome => outcome.Parked is not null).Select(outcome => outcome.Sequence));
                break;
        }

        if (isWrite) await CheckBalancesAsync(method);
    }

    /// <summary>The balance of every destination, also of deleted ones.</summary>
    internal async ValueTask CheckBalancesAsync(string after)
    {
        foreach (var expected in _destinations.Values)
        {
            if (await world.Storage.Deliveries.LedgerAsync(expected.Id, default) is not { } ledger) Break($"destination {expected.Id} has no ledger");
            else if (ledger.Residual != 0) Break($"destination {expected.Id} has a residual of {ledger.Residual} after {after}: {ledger}");
        }
    }

    /// <summary>How far the times of events are ahead of a time; zero when none is.</summary>
    internal TimeSpan AheadOf(long now) => TimeSpan.FromTicks(Math.Max(0, Logged.Values.SelectMany(log => log).Max(logged => logged.OccurredAt.UtcTicks) - now));

    /// <summary>Where changes alone are told: whether two events of an identity are one state, of which the newer one may have been left out.</summary>
    internal bool TellTheSame(Expected expected, long one, long other)
    {
        if (!expected.IsOnChange) return false;
        var log = Logged[expected.EnvironmentId];
        return log.Find(each => each.Sequence == one) is { } first && log.Find(each => each.Sequence == other) is { } second
            && first.Payload.Span.SequenceEqual(second.Payload.Span);
    }

    private async ValueTask LearnAsync(Destination created)
    {
        var settings = SettingsValues.FromJson(World.Protector.Unprotect(created.ProtectedSettings.Span));
        var cursor = await world.Storage.Deliveries.CursorAsync(created.Id, default);
        var account = Vendors.Is(created.Integration) ? settings.Text("api_key") : new Outlet(settings).Account;
        var isOnChange = settings.Text(DeliverSetting.Name) == DeliverSetting.OnChange;
        var expected = new Expected(created.Id, created.EnvironmentId, created.Integration, account, cursor, isOnChange);
        _accounts.Add(expected.Account, expected);
        _destinations.Add(expected.Id, expected);
    }

    private async ValueTask LearnLogAsync()
    {
        foreach (var (environment, known) in Logged)
            known.AddRange(await world.Storage.EventLog.ReadAsync(environment, known.Count == 0 ? 0 : known[^1].Sequence, 10_000, default));
    }

    private async ValueTask LearnErasedAsync()
    {
        foreach (var environment in Logged.Keys)
        {
            foreach (var logged in await world.Storage.EventLog.ReadAsync(environment, 0, 10_000, default))
            {
                if (logged.Kind == EventKind.Erased) _emptied.TryAdd(logged.Sequence, world.Agenda.Now);
            }
        }
    }

    private void Cancelled(IReadOnlyList<ParkedKey> keys)
    {
        foreach (var key in keys) _destinations[key.DestinationId].GivenUp.Add(key.Sequence);
    }

    private void Learn(ReplayRequest request)
    {
        if (request.NewKeys) _destinations[request.DestinationId].HasNewKeys = true;
    }

    private void Told(IReadOnlyList<Destination> all)
    {
        foreach (var expected in _destinations.Values)
        {
            var isWanted = all.Any(each => each.Id == expected.Id && !each.IsStoppedByHand);
            expected.StoppedAt = isWanted ? null : expected.StoppedAt ?? world.Agenda.Now;
        }
    }

    private void Committed(DeliveryProgress progress)
    {
        var expected = _destinations[progress.DestinationId];
        if (progress.CursorFrom != expected.Cursor) Break($"destination {expected.Id}: from {progress.CursorFrom}, but the cursor was {expected.Cursor}");
        if (progress.CursorTo < expected.Cursor) Break($"destination {expected.Id}: the cursor went back to {progress.CursorTo}");
        expected.Cursor = progress.CursorTo;
        expected.Aside.UnionWith(progress.Parked.Select(parked => parked.Sequence));
    }

    private void TookEvent(Expected expected, SentRecord record)
    {
        var isFirst = expected.Taken.Add(record.Sequence);
        var newest = expected.Newest.GetValueOrDefault(record.Identity);
        var isInOrder = record.Sequence > newest || record.Sequence <= expected.From;   // a replay may send what was there before the destination
        // What was left out as unchanged may be sent later: by a replay, or by another build that must tell everything anew.
        if (isFirst && !isInOrder && !expected.IsOnChange && !expected.Aside.Contains(record.Sequence) && !IsExcused(expected, record.Sequence))
            Break($"{expected.Account}: event {record.Sequence} of {record.Identity} came first after {newest}");
        expected.Newest[record.Identity] = Math.Max(newest, record.Sequence);
    }

    // The receiver knows keys again: what it has already it passes over. What counts is where a whole request leaves the profile.
    private void TookStates(Expected expected, IGrouping<string, SentRecord> states, bool isLate)
    {
        var newest = expected.States.GetValueOrDefault(states.Key);
        var last = states.Max(record => record.Sequence);
        var news = states.Where(record => !expected.StateKeys.Contains(record.Id) && !IsExcused(expected, record.Sequence) && !WasRefusedToAnother(expected, record.Sequence)).ToList();
        if (news.Count > 0 && last < newest && !isLate && !expected.Unheard.Contains(newest) && !TellTheSame(expected, last, newest) && !IsWhatTheNewestTells(expected, states.Key, last)) Break($"{expected.Account}: the state {last} of {states.Key} came after {newest}");
        expected.States[states.Key] = Math.Max(newest, last);
        foreach (var record in states.Where(record => expected.StateKeys.Add(record.Id))) Show(expected, record, isLate);
    }

    private static void Show(Expected expected, SentRecord record, bool isLate)
    {
        expected.Shown[record.Identity] = (record.Sequence, isLate);
        if (isLate) expected.Unheard.Add(record.Sequence);
    }

    // Where changes alone are told, an event that is sent again tells its state when the identity's newest evaluation tells the same, be that one sent already or not.
    private bool IsWhatTheNewestTells(Expected expected, string identity, long sequence) =>
        expected.IsOnChange && Logged[expected.EnvironmentId].FindLast(each => EvaluatedEventEncoding.Identifier(each.Payload.Span) == identity) is { } newest
        && TellTheSame(expected, sequence, newest.Sequence);

    // A pump that starts over behind the cursor does not know what its forerunner was told of events that it had not stored yet.
    private bool WasRefusedToAnother(Expected expected, long sequence) =>
        expected.RefusedTo.TryGetValue(sequence, out var outlet) && outlet != _latest.GetValueOrDefault(expected.Account);

    // What version 1 of the mapper throws at may be parked in memory when the process dies; version 2 sends it behind what followed.
    private bool IsExcused(Expected expected, long sequence) =>
        world.Plan.BreaksMapper(expected.Integration, sequence) || WasUnderwayWhenErased(expected, sequence);

    // What has left cannot be called back, and what was emptied is not sent again in front of what follows (docs/reliability.md, what is not promised).
    private bool WasUnderwayWhenErased(Expected expected, long sequence) =>
        _emptied.TryGetValue(sequence, out var emptied) && expected.Begun.TryGetValue(sequence, out var begun) && begun < emptied;

    private void CheckRate(Outlet outlet, long now)
    {
        outlet.Began.Add(now);
        if (outlet.PerSecond is not { } rate) return;
        var window = TimeSpan.FromSeconds(10);
        var began = outlet.Began.Count(at => at > now - window.Ticks);
        if (began > (rate * window.TotalSeconds) + rate + 1) Break($"{outlet.Account}: {began} requests in {window}, {rate} a second are allowed");
    }

    private void CheckPace(string account, long sequence, long now)
    {
        if (!_attempts.TryGetValue((account, sequence), out var attempts)) attempts = _attempts[(account, sequence)] = new Queue<long>();
        attempts.Enqueue(now);
        while (attempts.Peek() <= now - TimeSpan.TicksPerSecond) attempts.Dequeue();
        if (attempts.Count > AttemptsPerSecondMax) Break($"{account}: event {sequence} was tried {attempts.Count} times within a second");
    }
}
