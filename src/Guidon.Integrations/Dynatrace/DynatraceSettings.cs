namespace Guidon.Integrations.Dynatrace;

/// <summary>The settings of one Dynatrace destination.</summary>
/// <param name="ApiKey">A token with the scope events.ingest.</param>
/// <param name="EntitySelector">Which entities show the changes; empty for the environment as a whole.</param>
/// <param name="Address">The ingest endpoint.</param>
internal sealed record DynatraceSettings(string ApiKey, string EntitySelector, Uri Address);
