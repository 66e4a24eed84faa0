namespace Guidon.Integrations.AlertPagerDuty;

/// <summary>The settings of one PagerDuty destination.</summary>
/// <param name="RoutingKey">The integration key of a service; 32 characters.</param>
/// <param name="Address">The Events API.</param>
internal sealed record AlertPagerDutySettings(string RoutingKey, Uri Address);
