namespace Guidon.Contracts;

/// <summary>Answer of <c>GET /api/guidon/v1/integrations</c>: every kind of receiver of this build, and what may report to it.</summary>
/// <param name="Results">By title.</param>
/// <param name="DeliveryFields">Settings that every destination has beside those of its kind.</param>
/// <param name="HealthFormats">What health providers may send.</param>
public sealed record CatalogAnswer(IReadOnlyList<IntegrationView> Results, IReadOnlyList<SettingView> DeliveryFields, IReadOnlyList<HealthFormatView> HealthFormats);
