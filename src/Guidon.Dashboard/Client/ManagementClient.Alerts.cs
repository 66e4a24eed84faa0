using System.Text.Json.Nodes;

namespace Guidon.Dashboard.Client;

internal sealed partial class ManagementClient
{
    /// <summary>Newest first, resolved ones too.</summary>
    internal Task<Outcome<JsonObject>> AlertsAsync() => GetAsync(Own + "alerts", ClientJson.Default.JsonObject);

    /// <summary>Somebody takes it on.</summary>
    internal Task<Refusal?> AcknowledgeAsync(string alert) => DoAsync(HttpMethod.Post, $"{Own}alerts/{Escape(alert)}/acknowledge", new JsonObject());
}
