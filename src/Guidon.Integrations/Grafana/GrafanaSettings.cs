namespace Guidon.Integrations.Grafana;

/// <summary>The settings of one Grafana destination.</summary>
/// <param name="ApiKey">A service account's token that may create annotations.</param>
/// <param name="Address">The annotations' endpoint.</param>
internal sealed record GrafanaSettings(string ApiKey, Uri Address);
