using Guidon.Delivery;
using Guidon.Events;
using Guidon.Events.Alerts;
using Guidon.Monitoring.Alerts;
using Guidon.Monitoring.Rules;

namespace Guidon.Server.Monitoring;

/// <summary>
/// Makes alerts events of the log, in the stream of each organisation that has a channel and whose business they are. From there they travel as
/// every event does: durable, retried, never lost. What a first channel did not take within two minutes is told once more, for second ones.
/// </summary>
internal sealed class AlertTeller(
    IDeliveryStore deliveries, IEventLog log, AppendSignal signal, IReadOnlyDictionary<string, Integration> catalog, EventIdSource ids, string source, TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_memory = TimeSpan.FromDays(1);

    private readonly List<(int Stream, AlertEvent Alert)> _told = [];   // not escalated yet

    /// <summary>Appends the events of these steps. Throws the log's exception when it cannot: the caller tries again.</summary>
    internal async Task TellAsync(IReadOnlyList<AlertStep> steps, IReadOnlyList<Destination> configured, CancellationToken cancellation)
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

        await AppendAsync([.. told.Select(each => New(each.Stream, each.Alert))], cancellation);
        _told.AddRange(told);
    }

    /// <summary>Looks at the channels.</summary>
    internal async Task EscalateAsync(DeliveryReading reading, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        _told.RemoveAll(each => now - each.Alert.OccurredAt > s_memory);
        var waiting = reading.Destinations
            .Where(status => EventStream.HasAlerts(status.Destination.EnvironmentId) && status.OldestPendingSeconds(now) > s_patience.TotalSeconds)
            .ToLookup(status => status.Destination.EnvironmentId, status => status.Ledger.OldestPendingAt);
        var due = _told.Where(each => waiting[each.Stream].Any(oldest => each.Alert.OccurredAt >= oldest) && now - each.Alert.OccurredAt > s_patience).ToList();
        if (due.Count == 0) return;
        await AppendAsync([.. due.Select(each => New(each.Stream, each.Alert with { Id = ids.Next(), IsEscalated = true }))], cancellation);
        foreach (var each in due) _told.Remove(each);
    }

    private async Task AppendAsync(IReadOnlyList<NewEvent> events, CancellationToken cancellation)
    {
        if (events.Count == 0) return;
        await log.AppendAsync(events.ToArray(), cancellation);
        foreach (var stream in events.Select(each => each.EnvironmentId).Distinct()) signal.Raise(stream);
    }

    private IEnumerable<int> Organisations(IReadOnlyList<Destination> configured) => configured
        .Where(destination => catalog.TryGetValue(destination.Integration, out var integration) && integration.SendsAlerts)
        .Select(destination => EventStream.OrganisationOf(destination.EnvironmentId)).OfType<int>().Distinct();

    private AlertEvent Event(AlertStep step)
    {
        var rule = RuleCatalog.Find(step.Alert.Rule);
        return new AlertEvent
        {
            Id = ids.Next(),
            OccurredAt = new DateTimeOffset(step.At.UtcTicks - (step.At.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero),
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
