using System.Text.Json.Nodes;
using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.Status;

/// <summary><c>/ui/alerts</c>: what fires, what did, and who takes it on.</summary>
internal static class AlertPages
{
    internal static async Task<IResult> GetAsync(Visit visit)
    {
        var alerts = await visit.Client.AlertsAsync();
        return alerts.Value is null
            ? visit.Problem(alerts.Refusal)
            : visit.Show<AlertsPage>(new AlertsView([.. (alerts.Value["results"] as JsonArray ?? []).OfType<JsonObject>()]));
    }

    internal static async Task<IResult> PostAsync(Visit visit)
    {
        var alert = visit.Sent("alert");
        if (visit.Sent("do") == "silence" && int.TryParse(visit.Sent("minutes"), out var minutes)) visit.Tell(await visit.Client.SilenceAsync(alert, minutes), "Nobody is told of it for a while. It is still looked at.");
        else visit.Tell(await visit.Client.AcknowledgeAsync(alert), "You took it on.");
        return await GetAsync(visit);
    }
}
