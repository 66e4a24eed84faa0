using Guidon.Delivery;
using Guidon.Delivery.Parking;
using Guidon.Delivery.Settings;
using Guidon.Events;
using Guidon.Events.Alerts;
using Guidon.Monitoring.Alerts;
using Guidon.Monitoring.Rules;
using Guidon.Storage;

namespace Guidon.Server.Monitoring;

/// <summary>
/// Makes alerts events of the log, in the stream of each organisation that has a channel and whose business they are. From there they travel as
/// every event does: durable, retried, never lost. What a first channel parked, or did not take within two minutes, is told once more, for second ones;
/// at once where there is no first one.
/// </summary>
internal sealed class AlertTeller(
    IDeliveryStore deliveries, IParkedStore parked, IEventLog log, AppendSignal signal, IReadOnlyDictionary<string, Integration> catalog, ISettingsProtector protector,
    EventIdSource ids, string source, TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_memory = TimeSpan.FromDays(1);

    private const int PortionEventsMax = 512;
    private const int ParkedMax = 1_000;

    private readonly List<(int Stream, AlertEvent Alert, long Stamp)> _told = [];   // of the last day, not escalated yet; with the steady time

    /// <summary>Takes back from the log itself what an earlier process told within a day and did not escalate.</summary>
    /// <returns>Everything that the log shows as told: which alert, and whether its end.</returns>
    internal async Task<IReadOnlySet<(long AlertId, bool IsResolved)>> RestoreAsync(IReadOnlyList<Destination> configured, CancellationToken cancellation)
    {
        _told.Clear();
        var known = new HashSet<(long AlertId, bool IsResolved)>();
        var (from, stamp) = (time.GetUtcNow() - s_memory, time.GetTimestamp());
        foreach (var stream in Organisations(configured).Select(EventStream.OfAlerts))
        {
            var told = new Dictionary<(long AlertId, bool IsResolved, DateTimeOffset At), AlertEvent>();
            long after = 0;
            while (await log.ReadAsync(stream, after, PortionEventsMax, cancellation) is { Count: > 0 } portion)
            {
                after = portion[^1].Sequence;
                foreach (var alert in portion.Select(static logged => DecodedEvent.Of(logged, table: null).Alert).OfType<AlertEvent>())
                {
                    known.Add((alert.AlertId, alert.IsResolved));
                    if (alert.IsEscalated) told.Remove((alert.AlertId, alert.IsResolved, alert.OccurredAt));
                    else if (alert.OccurredAt > from) told[(alert.AlertId, alert.IsResolved, alert.OccurredAt)] = alert;
                }
            }

            _told.AddRange(told.Values.Select(alert => (stream, alert, stamp)));
        }

        return known;
    }

    /// <summary>Appends the events of these steps. Throws the log's exception when it cannot: the caller tries again.</summary>
    /// <returns>False when another node has the watch: nothing was told.</returns>
    internal async Task<bool> TellAsync(IReadOnlyList<AlertStep> steps, IReadOnlyList<Destination> configured, CancellationToken cancellation)
    {
        // What is the installation's own is the business of all.
        var ours = configured.Where(destination => EventStream.IsOfInstallation(destination.EnvironmentId)).Select(destination => destination.Id).ToList();
        var told = new List<(int Stream, AlertEvent Alert)>();
        foreach (var organisation in Organisations(configured))
        {
            var concerned = (await deliveries.OwnedAsync(organisation, cancellation)).Union(ours).ToHashSet();
            var used = configured.Where(destination => concerned.Contains(destination.Id)).Select(destination => destination.Integration).Append("").ToHashSet();
            foreach (var step in steps.Where(step => step.Alert.DestinationId == 0 ? used.Contains(step.Alert.Integration) : concerned.Contains(step.Alert.DestinationId)))
                told.Add((EventStream.OfAlerts(organisation), Event(step)));
        }

        if (!await AppendAsync([.. told.Select(each => New(each.Stream, each.Alert))], cancellation)) return false;
        var stamp = time.GetTimestamp();
        _told.AddRange(told.Select(each => (each.Stream, each.Alert, stamp)));
        return true;
    }

    /// <summary>Looks at the channels.</summary>
    internal async Task EscalateAsync(DeliveryReading reading, IReadOnlyList<Destination> configured, CancellationToken cancellation)
    {
        _told.RemoveAll(each => time.GetElapsedTime(each.Stamp) > s_memory);
        if (_told.Count == 0) return;
        // Second channels have nobody behind them: what one of them does not take is no reason to tell it to them all.
        var first = configured.Where(destination => EventStream.HasAlerts(destination.EnvironmentId) && !IsSecond(destination)).ToLookup(channel => channel.EnvironmentId, channel => channel.Id);
        var channels = reading.Destinations.Where(status => first[status.Destination.EnvironmentId].Contains(status.Destination.Id)).ToList();
        var waiting = channels.ToLookup(status => status.Destination.EnvironmentId, status => status.Ledger.OldestPendingAt);
        var refused = await ParkedAsync(channels, cancellation);
        // How long by the steady clock: a wall clock that was set back must not make people wait for it.
        var due = _told.Where(each => !first.Contains(each.Stream) || refused.Contains(each.Alert.Id)
            || (time.GetElapsedTime(each.Stamp) > s_patience && waiting[each.Stream].Any(oldest => each.Alert.OccurredAt >= oldest))).ToList();
        if (due.Count == 0) return;
        if (!await AppendAsync([.. due.Select(each => New(each.Stream, each.Alert with { Id = ids.Next(), IsEscalated = true }))], cancellation)) return;
        foreach (var each in due) _told.Remove(each);
    }

    private async Task<HashSet<Guid>> ParkedAsync(IReadOnlyList<DestinationStatus> channels, CancellationToken cancellation)
    {
        var refused = new HashSet<Guid>();
        foreach (var channel in channels.Where(status => status.Ledger.Parked > 0))
        {
            var query = new ParkedQuery { DestinationId = channel.Destination.Id, From = time.GetUtcNow() - s_memory };
            refused.UnionWith((await parked.ListAsync(query, default, ParkedMax, cancellation)).Select(entry => entry.Parked.EventId));
        }

        return refused;
    }

    // False when another node has the watch.
    private async Task<bool> AppendAsync(IReadOnlyList<NewEvent> events, CancellationToken cancellation)
    {
        if (events.Count == 0) return true;
        if (await log.AppendAsync(events.ToArray(), cancellation) == 0) return false;
        foreach (var stream in events.Select(each => each.EnvironmentId).Distinct()) signal.Raise(stream);
        return true;
    }

    private bool IsSecond(Destination channel) => SettingsValues.Open(channel, protector) is { } values && AlertFields.IsSecond(values);

    private IEnumerable<int> Organisations(IReadOnlyList<Destination> configured) => configured
        .Where(destination => catalog.TryGetValue(destination.Integration, out var integration) && integration.SendsAlerts)
        .Select(destination => EventStream.OrganisationOf(destination.EnvironmentId)).OfType<int>().Distinct();

    private AlertEvent Event(AlertStep step)
    {
        var rule = RuleCatalog.Find(step.Alert.Rule);
        return new AlertEvent
        {
            Id = ids.Next(),
            OccurredAt = StoreTime.Whole(step.At),
            AlertId = step.Alert.Id,
            Rule = step.Alert.Rule,
            IsPage = rule?.Severity == Severity.Page,
            IsResolved = step.Alert.State == AlertState.Resolved,
            DestinationId = step.Alert.DestinationId == 0 ? null : step.Alert.DestinationId,
            Integration = step.Alert.Integration,
            Summary = step.Alert.Summary,
            StartedAt = step.Alert.StartedAt,
            Runbook = rule?.Runbook ?? "docs/runbooks/README.md",
            Source = source,
        };
    }

    private static NewEvent New(int stream, AlertEvent alert) =>
        new(alert.Id, EventKind.AlertChanged, stream, FlagTableId: 0, alert.OccurredAt, AlertEventEncoding.Encode(alert));
}
