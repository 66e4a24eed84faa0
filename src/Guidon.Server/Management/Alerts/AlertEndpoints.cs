using Guidon.Contracts;
using Guidon.Delivery;
using Guidon.Monitoring.Alerts;
using Guidon.Monitoring.Rules;
using Guidon.Server.Edge;
using Guidon.Server.Monitoring;
using Guidon.Storage.Audit;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Alerts;

/// <summary>
/// <c>/api/guidon/v1/alerts</c>: those about the caller's destinations, the integrations that it uses, and the node. The caller acts on the first alone;
/// the others are for people who look after the installation.
/// </summary>
internal sealed class AlertEndpoints(AlertLoop loop, IAlertStore store, IDeliveryStore deliveries, AuditLog audit, TimeProvider time)
{
    private const int ShownMax = 200;
    private const int MinutesMax = 60 * 24 * 30;
    private const string NotYours = "This alert is about the installation, and silence would be everybody's: it is for those who look after the installation.";

    private static readonly string[] s_states = ["pending", "firing", "resolved"];

    /// <summary>All, or with <c>?state=firing</c> those.</summary>
    internal async Task ListAsync(HttpContext http, Caller caller)
    {
        var fields = new QueryFields(http.Request.Query);
        var state = fields.Text("state");
        if (state is not null && !s_states.Contains(state)) fields.Errors.Add("state", "Must be pending, firing or resolved.");
        if (await fields.RefuseAsync(http)) return;
        var alerts = await store.ListAsync(caller.OrganisationId, 1_000, http.RequestAborted);
        var summaries = alerts.Select(Summary).Where(alert => state is null || alert.State == state).Take(ShownMax);
        await Answers.JsonAsync(http, StatusCodes.Status200OK, new AlertList([.. summaries]), ContractsJson.Default.AlertList);
    }

    internal async Task GetAsync(HttpContext http, Caller caller)
    {
        if (await FindAsync(http, caller) is { } alert) await SendAsync(http, alert);
    }

    /// <summary>Nobody is told for so many <c>minutes</c>.</summary>
    internal Task SilenceAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, async body =>
    {
        var fields = new BodyFields(body);
        var minutes = fields.Integer("minutes");
        fields.Close();
        if (!fields.Errors.Any && minutes is not (>= 1 and <= MinutesMax)) fields.Errors.Add("minutes", $"A number from 1 to {MinutesMax} is required.");
        if (fields.Errors.Any) await fields.Errors.SendAsync(http);
        else await ActAsync(http, caller, "silenced", (book, id, now) => book.Silence(id, now.AddMinutes(minutes ?? 1), caller.Name, now));
    });

    /// <summary>The caller takes it on.</summary>
    internal Task AcknowledgeAsync(HttpContext http, Caller caller) =>
        ActAsync(http, caller, "acknowledged", (book, id, now) => book.Acknowledge(id, caller.Name, now));

    private async Task ActAsync(HttpContext http, Caller caller, string done, Func<AlertBook, long, DateTimeOffset, AlertStep?> act)
    {
        if (await FindAsync(http, caller) is not { } alert) return;
        // What everybody reads one organisation does not quieten for all.
        if (!caller.IsSuperuser && !(await deliveries.OwnedAsync(caller.OrganisationId, http.RequestAborted)).Contains(alert.DestinationId))
        {
            await Answers.ForbiddenAsync(http, NotYours);
            return;
        }

        var acted = await audit.RecordAsync<IReadOnlyList<Alert>, Alert?>(
            caller, () => new(loop.ActAsync(book => act(book, alert.Id, time.GetUtcNow()), http.RequestAborted)), stored => stored.Count == 0 ? null : Entry(caller, done, alert, stored[^1]));
        if (acted is not null) await SendAsync(http, acted);
        else await Answers.DetailAsync(http, StatusCodes.Status409Conflict, ErrorCodes.Conflict, "This alert is over.");
    }

    private static AuditEntry Entry(Caller caller, string done, Alert old, Alert now) => new()
    {
        RelatedType = "ALERT",
        RelatedId = (int)now.Id,   // found by a path, where ids are no larger
        OrganisationId = caller.OrganisationId,
        Action = AuditRecord.Update,
        Summary = $"Alert {done}: {now.Rule}",
        Fields =
        [
            .. new[] { AuditField.Of("silenced_until", old.SilencedUntil, now.SilencedUntil), AuditField.Of("acknowledged_by", old.AcknowledgedBy, now.AcknowledgedBy) }
                .Where(field => field.Old?.GetRawText() != field.New?.GetRawText()),
        ],
    };

    private async Task<Alert?> FindAsync(HttpContext http, Caller caller)
    {
        if (await store.FindAsync(caller.OrganisationId, http.PathId("id"), http.RequestAborted) is { } found) return found;
        await Answers.DetailAsync(http, StatusCodes.Status404NotFound, ErrorCodes.NotFound, "There is no such alert.");
        return null;
    }

    private async Task SendAsync(HttpContext http, Alert alert)
    {
        var history = await store.HistoryAsync(alert.Id, http.RequestAborted);
        var detail = new AlertDetail(Summary(alert), [.. history.Select(moment => new AlertHistoryEntry(moment.At, moment.What, moment.By, moment.Summary))]);
        await Answers.JsonAsync(http, StatusCodes.Status200OK, detail, ContractsJson.Default.AlertDetail);
    }

    private static AlertSummary Summary(Alert alert)
    {
        var rule = RuleCatalog.Find(alert.Rule);
        return new AlertSummary
        {
            Id = alert.Id,
            Rule = alert.Rule,
            Severity = Word(rule?.Severity ?? Severity.Ticket),
            Owner = Word(rule?.Owner ?? Owner.Operator),
            State = Word(alert.State),
            Destination = alert.DestinationId == 0 ? null : alert.DestinationId,
            Integration = alert.Integration.Length == 0 ? null : alert.Integration,
            Summary = alert.Summary,
            StartedAt = alert.StartedAt,
            FiredAt = alert.FiredAt,
            ResolvedAt = alert.ResolvedAt,
            SilencedUntil = alert.SilencedUntil,
            AcknowledgedBy = alert.AcknowledgedBy,
            AcknowledgedAt = alert.AcknowledgedAt,
            Runbook = rule?.Runbook ?? "",
        };
    }

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();
}
