using System.Data.Common;
using Guidon.Monitoring.Alerts;

namespace Guidon.Storage.Stores;

/// <summary>Alerts and their history.</summary>
internal sealed class AlertStore(IStoreWriter writer, IStoreReaders readers) : IAlertStore
{
    /// <summary>Asked inside the transaction that writes what the rules found; set it before the first.</summary>
    internal Func<IStoreSession, bool> HasWatch { private get; init; } = static _ => true;

    private const int ResolvedMax = 10_000;
    private const int HistoryMax = 1_000;

    private const string Columns =
        "id, rule, destination_id, integration, state, summary, started_at, seen_at, fired_at, resolved_at, silenced_until, acknowledged_by, acknowledged_at";

    private const string SelectOpen = $"SELECT {Columns} FROM alert WHERE state <> 3 ORDER BY id";

    private const string SelectOfOrganisation =
        $"""
        SELECT {Columns} FROM alert
        WHERE destination_id IN ({DestinationOwnership.OwnedIds}) OR destination_id IN (SELECT id FROM destination WHERE {DestinationOwnership.OfInstallation}) OR destination_id = 0 AND (
            integration = '' OR integration IN (SELECT integration FROM destination WHERE id IN ({DestinationOwnership.OwnedIds})))
        ORDER BY id DESC LIMIT @max
        """;

    private const string InsertAlert =
        """
        INSERT INTO alert (rule, destination_id, integration, state, summary, started_at, seen_at, fired_at, resolved_at, silenced_until, acknowledged_by, acknowledged_at)
        VALUES (@rule, @destination, @integration, @state, @summary, @started, @seen, @fired, @resolved, @silenced, @by, @acknowledged) RETURNING id
        """;

    // What a person did may have come by another node, and is not undone by what the rules found meanwhile.
    private const string UpdateAlert =
        """
        UPDATE alert SET state = @state, summary = @summary, seen_at = @seen, fired_at = @fired, resolved_at = @resolved,
            silenced_until = CASE WHEN @decides THEN @silenced ELSE silenced_until END,
            acknowledged_by = CASE WHEN @decides THEN @by ELSE acknowledged_by END,
            acknowledged_at = CASE WHEN @decides THEN @acknowledged ELSE acknowledged_at END
        WHERE id = @id
        """;

    private const string InsertMoment = "INSERT INTO alert_moment (alert_id, at, what, done_by, summary) VALUES (@alert, @at, @what, @by, @summary)";

    private const string DeleteOld = "DELETE FROM alert WHERE state = 3 AND id <= (SELECT MAX(id) FROM alert) - @max";

    private const string SelectMoments = "SELECT at, what, done_by, summary FROM alert_moment WHERE alert_id = @alert ORDER BY id LIMIT @max";

    public ValueTask<IReadOnlyList<Alert>> OpenAsync(CancellationToken cancellation) => SelectAsync(session => session.Command(SelectOpen), cancellation);

    public ValueTask<IReadOnlyList<Alert>> ListAsync(int organisationId, int alertsMax, CancellationToken cancellation) =>
        SelectAsync(session => session.Command(SelectOfOrganisation).With("@organisation", organisationId).With("@max", alertsMax), cancellation);

    public async ValueTask<IReadOnlyList<Alert>> KeepAsync(IReadOnlyList<AlertStep> steps, CancellationToken cancellation)
    {
        if (steps.Count == 0) return [];
        return await writer.RunAsync(
            session => steps.Any(step => step.By.Length == 0) && !HasWatch(session) ? [] : Keep(session, steps), cancellation).ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<AlertMoment>> HistoryAsync(long alertId, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAsync(session =>
        {
            using var rows = session.Command(SelectMoments).With("@alert", alertId).With("@max", HistoryMax).ExecuteReader();
            var moments = new List<AlertMoment>();
            while (rows.Read()) moments.Add(new AlertMoment(StoreTime.FromMicroseconds(rows.GetInt64(0)), rows.GetString(1), rows.GetString(2), rows.GetString(3)));
            return (IReadOnlyList<AlertMoment>)moments;
        });
    }

    // One look can bring several steps of one alert; the later ones find the id that the first was given.
    private static IReadOnlyList<Alert> Keep(IStoreSession session, IReadOnlyList<AlertStep> steps)
    {
        var ids = new Dictionary<(string, int, string), long>();
        var kept = new List<Alert>(steps.Count);
        foreach (var step in steps)
        {
            var key = (step.Alert.Rule, step.Alert.DestinationId, step.Alert.Integration);
            var id = step.Alert.Id > 0 ? step.Alert.Id : ids.GetValueOrDefault(key);
            if (id == 0) id = (long)(Alert(session.Command(InsertAlert), step.Alert)
                .With("@rule", step.Alert.Rule).With("@destination", step.Alert.DestinationId).With("@integration", step.Alert.Integration)
                .With("@started", StoreTime.ToMicroseconds(step.Alert.StartedAt)).ExecuteScalar() ?? 0L);
            else Alert(session.Command(UpdateAlert), step.Alert).With("@id", id).With("@decides", step.By.Length > 0 || step.EndsSilence).ExecuteNonQuery();
            session.Command(InsertMoment)
                .With("@alert", id).With("@at", StoreTime.ToMicroseconds(step.At)).With("@what", step.What).With("@by", step.By)
                .With("@summary", step.Alert.Summary).ExecuteNonQuery();
            ids[key] = id;
            kept.Add(step.Alert with { Id = id });
        }

        session.Command(DeleteOld).With("@max", ResolvedMax).ExecuteNonQuery();
        return kept;
    }

    private static StoreCommand Alert(StoreCommand command, Alert alert) => command
        .With("@state", (int)alert.State).With("@summary", alert.Summary).With("@seen", StoreTime.ToMicroseconds(alert.SeenAt))
        .With("@fired", Microseconds(alert.FiredAt)).With("@resolved", Microseconds(alert.ResolvedAt)).With("@silenced", Microseconds(alert.SilencedUntil))
        .With("@by", alert.AcknowledgedBy).With("@acknowledged", Microseconds(alert.AcknowledgedAt));

    private ValueTask<IReadOnlyList<Alert>> SelectAsync(Func<IStoreSession, StoreCommand> query, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAsync(session =>
        {
            using var rows = query(session).ExecuteReader();
            var alerts = new List<Alert>();
            while (rows.Read()) alerts.Add(Alert(rows));
            return (IReadOnlyList<Alert>)alerts;
        });
    }

    private static Alert Alert(DbDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Rule = row.GetString(1),
        DestinationId = row.GetInt32(2),
        Integration = row.GetString(3),
        State = (AlertState)row.GetInt32(4),
        Summary = row.GetString(5),
        StartedAt = StoreTime.FromMicroseconds(row.GetInt64(6)),
        SeenAt = StoreTime.FromMicroseconds(row.GetInt64(7)),
        FiredAt = Time(row, 8),
        ResolvedAt = Time(row, 9),
        SilencedUntil = Time(row, 10),
        AcknowledgedBy = row.IsDBNull(11) ? null : row.GetString(11),
        AcknowledgedAt = Time(row, 12),
    };

    private static DateTimeOffset? Time(DbDataReader row, int column) => row.IsDBNull(column) ? null : StoreTime.FromMicroseconds(row.GetInt64(column));

    private static long? Microseconds(DateTimeOffset? time) => time is { } at ? StoreTime.ToMicroseconds(at) : null;
}
