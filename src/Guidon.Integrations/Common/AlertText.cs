using Guidon.Events.Alerts;

namespace Guidon.Integrations.Common;

/// <summary>An alert in words.</summary>
internal static class AlertText
{
    /// <summary>One line: how bad, what, where.</summary>
    internal static string Title(AlertEvent alert) => $"[{State(alert)}] {alert.Rule} at {alert.Source}";

    /// <summary>Everything that a person needs to begin.</summary>
    internal static string Body(AlertEvent alert) =>
        $"{Title(alert)}\n{alert.Summary}\nsince {EventTime.Text(alert.StartedAt)}, told {EventTime.Text(alert.OccurredAt)}\nrunbook: {alert.Runbook}";

    private static string State(AlertEvent alert) => alert.IsResolved ? "resolved" : alert.IsPage ? "page" : "ticket";
}
