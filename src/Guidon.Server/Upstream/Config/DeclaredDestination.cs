using System.Text.Json;

namespace Guidon.Server.Upstream.Config;

/// <summary>A destination as the configuration declares it; its settings are checked when the integrations are known.</summary>
/// <param name="Path">Where it stands in the configuration, for errors.</param>
/// <param name="ClientKey">Whose evaluations it receives; <see langword="null"/> for every environment of the configuration.</param>
/// <param name="Integration">The integration's name in the catalog.</param>
/// <param name="Settings">The fields that the integration declares. May hold secrets: never print it.</param>
internal sealed record DeclaredDestination(string Path, string? ClientKey, string Integration, JsonElement Settings);
