using System.Text.Json.Nodes;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Checklist;

/// <summary>One setting of everything that decides what a key may see and do.</summary>
public sealed record Switches(bool ProjectHides, bool? EnvironmentHides, bool HideSensitive, bool ClientTraits, bool PersistTraits, bool StopServing = false)
{
    /// <summary>All of them, crossed.</summary>
    public static IReadOnlyList<Switches> All { get; } =
    [
        .. from project in (bool[])[false, true]
           from environment in (bool?[])[null, false, true]
           from sensitive in (bool[])[false, true]
           from client in (bool[])[true, false]
           from persist in (bool[])[true, false]
           select new Switches(project, environment, sensitive, client, persist),
        new Switches(false, null, false, true, true, StopServing: true),
    ];

    public bool Hides => EnvironmentHides ?? ProjectHides;

    public string Name =>
        $"hide-{ProjectHides}-{EnvironmentHides?.ToString() ?? "null"}{(HideSensitive ? "-sensitive" : "")}{(ClientTraits ? "" : "-noclienttraits")}"
        + $"{(PersistTraits ? "" : "-nopersist")}{(StopServing ? "-stopped" : "")}";

    public PreparedEnvironment Environment => new(Name, Apply);

    private void Apply(JsonObject document)
    {
        var project = document["project"]!.AsObject();
        var organisation = project["organisation"]!.AsObject();
        (project["hide_disabled_flags"], document["hide_disabled_flags"]) = (ProjectHides, EnvironmentHides);
        (document["hide_sensitive_data"], document["allow_client_traits"]) = (HideSensitive, ClientTraits);
        (organisation["persist_trait_data"], organisation["stop_serving_flags"]) = (PersistTraits, StopServing);
        // Server-key-only twice: once on, once off. Overrides for one identity: one switches on, one switches off.
        project["server_key_only_feature_ids"]!.AsArray().Add(IdOf(document, "old_search"));
        document["identity_overrides"]!.AsArray().Add(Override(document, SwitchTable.Overridden, ("new_dashboard", true), ("dark_mode", false)));
        // Nobody is in the quarter: what identities see is then known without hashing.
        foreach (var segment in project["segments"]!.AsArray().Where(each => each!["name"]!.GetValue<string>() == "early_access"))
        {
            segment!["rules"]![0]!["rules"]![0]!["conditions"]![0]!["property_"] = "nobody_has_this";
            segment["rules"]![0]!["rules"]![0]!["conditions"]![0]!["operator"] = "IS_SET";
        }
    }

    private static int IdOf(JsonObject document, string feature) => PreparedEnvironment.State(document, feature)["feature"]!["id"]!.GetValue<int>();

    private static JsonObject Override(JsonObject document, string identifier, params (string Feature, bool Enabled)[] states)
    {
        var result = document["identity_overrides"]![0]!.DeepClone().AsObject();
        result["identifier"] = identifier;
        result["identity_features"] = new JsonArray([.. states.Select(state =>
        {
            var changed = PreparedEnvironment.State(document, state.Feature).DeepClone();
            changed["enabled"] = state.Enabled;
            return changed;
        })]);
        return result;
    }
}
