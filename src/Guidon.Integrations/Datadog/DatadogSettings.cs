namespace Guidon.Integrations.Datadog;

/// <summary>The settings of one Datadog destination.</summary>
/// <param name="ApiKey">Travels in a header, never in the address.</param>
/// <param name="Address">The event endpoint of the site.</param>
internal sealed record DatadogSettings(string ApiKey, Uri Address);
