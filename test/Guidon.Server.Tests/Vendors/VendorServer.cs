using System.Text.Json.Nodes;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Vendors;

/// <summary>One server with an environment per row, each with the flags that the row asks for.</summary>
public sealed class VendorServer : IAsyncLifetime
{
    public static readonly string LongText = new('x', 20_000);
    public static readonly string[] Awkward = ["$set", "id", "distinct_id", "token", "time", "a.b", "q\"uote", "🚀"];

    private GuidonProcess? _server;

    public GuidonProcess Server => _server ?? throw new InvalidOperationException("not started");

    public async Task InitializeAsync() => _server = await PreparedInstallation.StartAsync(
    [
        Flags("shapes", ("valued", true, "blue"), ("plain", true, null), ("off", false, "hidden")),
        Flags("falsy", ("zero", true, 0), ("empty", true, ""), ("no", true, false)),
        Flags("falsy-compat", ("zero", true, 0), ("empty", true, ""), ("no", true, false)),
        Flags("ids", ("plain", true, null)),
        Flags("booleans", ("plain", true, null), ("off", false, null)),
        Flags("raw-booleans", ("plain", true, null)),
        Flags("many", [.. Enumerable.Range(0, 300).Select(n => ($"flag-{n}", true, (JsonNode?)n))]),
        Flags("long", ("long", true, LongText)),
        Flags("awkward", [.. Awkward.Select(name => (name, true, (JsonNode?)"flag's"))]),
        new PreparedEnvironment("variants", _ => { }),
        Flags("plane-a", ("side", true, "A")),
        Flags("plane-b", ("side", true, "B")),
        Flags("on-change", ("plain", true, null)),
        .. Enumerable.Range(1, 10).Select(n => Flags($"hook-{n}", ("plain", true, "ž"))),
    ]);

    public static string KeyOf(string environment) => new PreparedEnvironment(environment, _ => { }).ClientKey;

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    private static PreparedEnvironment Flags(string environment, params (string Name, bool Enabled, JsonNode? Value)[] flags) => new(environment, document =>
    {
        var template = PreparedEnvironment.State(document, "dark_mode");
        var states = new JsonArray();
        foreach (var (index, (name, enabled, value)) in flags.Index())
        {
            var state = template.DeepClone().AsObject();
            (state["enabled"], state["feature_state_value"]) = (enabled, value?.DeepClone());
            (state["feature"]!["id"], state["feature"]!["name"], state["featurestate_uuid"]) = (1_000 + index, name, Guid.NewGuid().ToString());
            states.Add(state);
        }

        (document["feature_states"], document["identity_overrides"]) = (states, new JsonArray());
        document["project"]!["segments"] = new JsonArray();
    });
}
