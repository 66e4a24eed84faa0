namespace Guidon.Integrations.NewRelic;

/// <summary>The settings of one New Relic destination.</summary>
/// <param name="ApiKey">A user key.</param>
/// <param name="AppId">The application's id.</param>
/// <param name="Address">The GraphQL endpoint of the region.</param>
internal sealed record NewRelicSettings(string ApiKey, string AppId, Uri Address);
