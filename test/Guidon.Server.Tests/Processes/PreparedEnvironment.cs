using System.Text.Json.Nodes;

namespace Guidon.Server.Tests.Processes;

/// <summary>An environment as a test wants it: the sample project's, changed.</summary>
/// <param name="Name">Also part of its keys.</param>
/// <param name="Change">Edits the environment document.</param>
public sealed record PreparedEnvironment(string Name, Action<JsonObject> Change)
{
    public string ClientKey => $"client-{Name}";

    public string ServerKey => $"ser.good-{Name}";

    /// <summary>Switched off by an operator.</summary>
    public string InactiveKey => $"ser.inactive-{Name}";

    /// <summary>Expired years ago.</summary>
    public string ExpiredKey => $"ser.expired-{Name}";

    /// <summary>The state of a feature in a document.</summary>
    public static JsonObject State(JsonObject document, string feature) =>
        States(document).Single(state => state["feature"]?["name"]?.GetValue<string>() == feature);

    /// <summary>The states of all features in a document.</summary>
    public static IEnumerable<JsonObject> States(JsonObject document) => document["feature_states"]!.AsArray().Select(state => state!.AsObject());
}
