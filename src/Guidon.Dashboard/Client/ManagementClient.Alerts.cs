using System.Text.Json.Nodes;

namespace Guidon.Dashboard.Client;

internal sealed partial class ManagementClient
{
    /// <summary>Newest first, resolved ones too.</summary>
    internal Task<Outcome<JsonObject>> AlertsAsync() => GetAsync(Own + "alerts", ClientJson.Default.JsonObject);

    /// <summary>Nobody is told for so many minutes.</summary>
    internal Task<Refusal?> SilenceAsync(string alert, int minutes) => DoAsync(HttpMethod.Post, $"{Own}alerts/{Escape(alert)}/silence", new JsonObject { ["minutes"] = minutes });

    /// <summary>Somebody takes it on.</summary>
    internal Task<Refusal?> AcknowledgeAsync(string alert) => DoAsync(HttpMethod.Post, $"{Own}alerts/{Escape(alert)}/acknowledge", new JsonObject());
}
