namespace Guidon.Contracts;

/// <summary>Answer of <c>GET /api/guidon/v1/integrations</c>: every kind of receiver of this build.</summary>
/// <param name="Results">By title.</param>
/// <param name="DeliveryFields">Settings that every destination has beside those of its kind.</param>
public sealed record CatalogAnswer(IReadOnlyList<IntegrationView> Results, IReadOnlyList<SettingView> DeliveryFields);
