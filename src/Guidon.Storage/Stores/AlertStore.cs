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

    private const string OfOrganisation =
        $"""
        SELECT {Columns} FROM alert
        WHERE (destination_id IN ({DestinationOwnership.OwnedIds}) OR destination_id IN (SELECT id FROM destination WHERE {DestinationOwnership.OfInstallation}) OR destination_id = 0 AND (
            integration = '' OR integration IN (SELECT integration FROM destination WHERE id IN ({DestinationOwnership.OwnedIds}))))
        """;

    private const string SelectOfOrganisation = $"{OfOrganisation} ORDER BY id DESC LIMIT @max";

    private const string SelectOne = $"{OfOrganisation} AND id = @id";

    private const string InsertAlert =
        """
        INSERT INTO alert (rule, destination_id, integration, state, summary, started_at, seen_at, fired_at, resolved_at, silenced_until, acknowledged_by, acknowledged_at)
        VALUES (@rule, @destination, @integration, @state, @summary, @started, @seen, @fired, @resolved, @silenced, @by, @acknowledged) RETURNING id
        """;

    // After a commit of which nobody knows whether it was one, the steps come again: the alert is there already, under an id that its caller never heard.
    private const string SelectSame =
        "SELECT id FROM alert WHERE rule = @rule AND destination_id = @destination AND integration = @integration AND started_at = @started";

    // What a person did may have come by another node, and is not undone by what the rules found meanwhile.
    private const string UpdateAlert =
        """
        UPDATE alert SET state = @state, summary = @summary, seen_at = @seen, fired_at = @fired, resolved_at = @resolved,
            silenced_until = CASE WHEN @endsSilence THEN NULL ELSE silenced_until END
        WHERE id = @id
        """;

    // Nor the other way about: what is over stays over, whoever still saw it open.
    private const string Silence = "UPDATE alert SET silenced_until = @silenced WHERE id = @id AND state <> 3";

    private const string Acknowledge = "UPDATE alert SET acknowledged_by = @by, acknowledged_at = @acknowledged WHERE id = @id AND state <> 3";

    private const string InsertMoment =
        """
        INSERT INTO alert_moment (alert_id, at, what, done_by, summary) SELECT @alert, @at, @what, @by, @summary
        WHERE NOT EXISTS (SELECT 1 FROM alert_moment WHERE alert_id = @alert AND at = @at AND what = @what AND done_by = @by)
        """;

    private const string SelectUntold =
        $"""
        SELECT {Columns} FROM alert WHERE state = 3 AND fired_at IS NOT NULL AND resolved_at >= @since AND NOT EXISTS (
            SELECT 1 FROM alert_moment told WHERE told.alert_id = alert.id AND told.what = 'told' AND told.id > (
                SELECT MAX(ended.id) FROM alert_moment ended WHERE ended.alert_id = alert.id AND ended.what = 'resolved'))
        ORDER BY id
        """;

    private const string DeleteOld = "DELETE FROM alert WHERE state = 3 AND id <= (SELECT MAX(id) FROM alert) - @max";

    private const string SelectMoments = "SELECT at, what, done_by, summary FROM alert_moment WHERE alert_id = @alert ORDER BY id LIMIT @max";

    public ValueTask<IReadOnlyList<Alert>> OpenAsync(CancellationToken cancellation) => SelectAsync(session => session.Command(SelectOpen), cancellation);

    public ValueTask<IReadOnlyList<Alert>> UntoldAsync(DateTimeOffset since, CancellationToken cancellation) =>
        SelectAsync(session => session.Command(SelectUntold).With("@since", StoreTime.ToMicroseconds(since)), cancellation);

    public ValueTask<IReadOnlyList<Alert>> ListAsync(int organisationId, int alertsMax, CancellationToken cancellation) =>
        SelectAsync(session => session.Command(SelectOfOrganisation).With("@organisation", organisationId).With("@max", alertsMax), cancellation);

    public async ValueTask<Alert?> FindAsync(int organisationId, long alertId, CancellationToken cancellation)
    {
        var found = await SelectAsync(session => session.Command(SelectOne).With("@organisation", organisationId).With("@id", alertId), cancellation).ConfigureAwait(false);
        return found.Count == 0 ? null : found[0];
    }

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

    private static IReadOnlyList<Alert> Keep(IStoreSession session, IReadOnlyList<AlertStep> steps)
    {
        var kept = new List<Alert>(steps.Count);
        foreach (var step in steps)
        {
            if (Change(session, step) is not { } id) continue;
            session.Command(InsertMoment)
                .With("@alert", id).With("@at", StoreTime.ToMicroseconds(step.At)).With("@what", step.What).With("@by", step.By)
                .With("@summary", step.Alert.Summary).ExecuteNonQuery();
            kept.Add(step.Alert with { Id = id });
        }

        session.Command(DeleteOld).With("@max", ResolvedMax).ExecuteNonQuery();
        return kept;
    }

    // Null when a person came too late.
    private static long? Change(IStoreSession session, AlertStep step)
    {
        var alert = step.Alert;
        if (step.By.Length > 0) return Act(session, step) > 0 ? alert.Id : null;
        if (step.What == AlertStep.Told) return alert.Id;
        // One look can bring several steps of one alert: the later ones find the id that the first was given.
        var id = alert.Id > 0 ? alert.Id : Named(session.Command(SelectSame), alert).ExecuteScalar() as long? ?? 0;
        if (id == 0) return (long)(People(Rules(Named(session.Command(InsertAlert), alert), alert), alert).ExecuteScalar() ?? 0L);
        Rules(session.Command(UpdateAlert), alert).With("@id", id).With("@endsSilence", step.EndsSilence).ExecuteNonQuery();
        return id;
    }

    private static int Act(IStoreSession session, AlertStep step) => step.What == AlertStep.Acknowledged
        ? session.Command(Acknowledge).With("@id", step.Alert.Id).With("@by", step.Alert.AcknowledgedBy).With("@acknowledged", Microseconds(step.Alert.AcknowledgedAt)).ExecuteNonQuery()
        : session.Command(Silence).With("@id", step.Alert.Id).With("@silenced", Microseconds(step.Alert.SilencedUntil)).ExecuteNonQuery();

    private static StoreCommand Named(StoreCommand command, Alert alert) => command
        .With("@rule", alert.Rule).With("@destination", alert.DestinationId).With("@integration", alert.Integration)
        .With("@started", StoreTime.ToMicroseconds(alert.StartedAt));

    private static StoreCommand Rules(StoreCommand command, Alert alert) => command
        .With("@state", (int)alert.State).With("@summary", alert.Summary).With("@seen", StoreTime.ToMicroseconds(alert.SeenAt))
        .With("@fired", Microseconds(alert.FiredAt)).With("@resolved", Microseconds(alert.ResolvedAt));

    private static StoreCommand People(StoreCommand command, Alert alert) => command
        .With("@silenced", Microseconds(alert.SilencedUntil)).With("@by", alert.AcknowledgedBy).With("@acknowledged", Microseconds(alert.AcknowledgedAt));

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
