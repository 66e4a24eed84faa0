using System.Text.Json.Nodes;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Corpus;

/// <summary>The sample project with everything fixed that a first start draws by lot or by the clock.</summary>
public static class CorpusEnvironment
{
    private const string Time = "2026-01-05T09:12:44.125000+00:00";

    /// <summary>Visible as it is.</summary>
    public static PreparedEnvironment Plain { get; } = new("corpus", Fix);

    /// <summary>Hides disabled flags and sensitive data, and takes no traits from clients.</summary>
    public static PreparedEnvironment Strict { get; } = new("corpus-strict", document =>
    {
        Fix(document);
        document["hide_disabled_flags"] = true;
        document["hide_sensitive_data"] = true;
        document["allow_client_traits"] = false;
    });

    private static void Fix(JsonObject document)
    {
        var uuids = 0;
        Visit(document, (name, value) => name switch
        {
            _ when name.Contains("uuid") => $"00000000-0000-4000-8000-{++uuids:000000000000}",
            "composite_key" => $"{document["api_key"]}_{value[(value.IndexOf('_') + 1)..]}",
            "environment_api_key" => document["api_key"]!.GetValue<string>(),
            "updated_at" or "created_at" or "created_date" or "live_from" => Time,
            _ => value,
        });
    }

    private static void Visit(JsonNode? node, Func<string, string, string> change)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list) Visit(item, change);
        }

        if (node is not JsonObject members) return;
        foreach (var (name, value) in members.ToList())
        {
            if (value is JsonValue text && text.TryGetValue<string>(out var old)) members[name] = change(name, old);
            else Visit(value, change);
        }
    }
}
