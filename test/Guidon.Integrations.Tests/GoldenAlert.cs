using Guidon.Delivery;
using Guidon.Events.Alerts;

namespace Guidon.Integrations.Tests;

/// <summary>One alert with awkward text. The expected payloads in <c>golden/</c> were written by Python.</summary>
public static class GoldenAlert
{
    public static AlertEvent Event { get; } = new()
    {
        Id = new Guid("01930f2c-7a00-7000-8000-0000000000c1"),
        Sequence = 12,
        OccurredAt = new DateTimeOffset(2026, 11, 10, 8, 0, 0, 123, 456, TimeSpan.Zero),
        AlertId = 41,
        Rule = "CanaryLost",
        IsPage = true,
        IsResolved = false,
        DestinationId = 7,
        Integration = "mixpanel",
        Summary = "mixpanel (mapper 3), destination 7: 3 canaries in a row did not arrive (http_500 <b> & ü🚀)",
        StartedAt = new DateTimeOffset(2026, 11, 10, 7, 57, 0, TimeSpan.Zero),
        Runbook = "docs/runbooks/CanaryLost.md",
        Source = "guidon",
    };

    public static OutgoingRequest Send(BoundIntegration bound, AlertEvent alert) =>
        bound.Request([.. bound.MapAlert(alert).ToRecords(alert.Id, "", alert.OccurredAt)], Golden.AttemptAt);
}
