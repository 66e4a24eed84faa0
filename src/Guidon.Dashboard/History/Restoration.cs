using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Guidon.Contracts;

namespace Guidon.Dashboard.History;

/// <summary>What one thing was before a record of its history, as far as it was something else than now. Pure.</summary>
/// <param name="WasThere">False when the record is the one that made it.</param>
/// <param name="Fields">The old by field.</param>
internal sealed record Restoration(bool WasThere, IReadOnlyDictionary<string, JsonElement?> Fields)
{
    private const string Share = "percentage_allocation[";
    private static readonly string[] s_features = ["description", "is_archived", "is_server_key_only"];

    /// <param name="since">The record and all later ones about the same thing, oldest first.</param>
    internal static Restoration Of(IReadOnlyList<AuditAnswer> since)
    {
        var fields = new Dictionary<string, JsonElement?>();
        // The oldest record that names a field says what it was; what none of them names is as it was.
        foreach (var detail in since.SelectMany(each => each.ChangeDetails ?? [])) fields.TryAdd(detail.Field, detail.Old);
        return new Restoration(since is not [{ ChangeType: "CREATE" }, ..], fields);
    }

    /// <summary>Where the override stood in the order; <see langword="null"/> when it stands there still.</summary>
    internal int? Priority => Fields.GetValueOrDefault("priority") is { ValueKind: JsonValueKind.Number } priority ? priority.GetInt32() : null;

    /// <summary>For the feature's own endpoint.</summary>
    internal JsonObject OfFeature() => new(s_features.Where(Fields.ContainsKey).Select(name => KeyValuePair.Create(name, Node(Fields[name]))));

    /// <summary>For the flag write API.</summary>
    /// <param name="weights">Those of the state now; all of them must be sent.</param>
    internal JsonObject OfState(IReadOnlyList<FlagVariant> weights)
    {
        var state = new JsonObject();
        if (Fields.TryGetValue("enabled", out var enabled)) state["enabled"] = enabled is { ValueKind: JsonValueKind.True };
        if (Fields.TryGetValue("feature_state_value", out var value)) state["value"] = Value(value);
        if (Fields.Keys.Any(name => name.StartsWith(Share, StringComparison.Ordinal)))
            state["variants"] = new JsonArray([.. weights.Select(each => new JsonObject { ["id"] = each.Id, ["weight"] = Weight(each) })]);
        return state;
    }

    /// <summary>For the endpoint of a single state, where values are bare and shares that are not sent stay.</summary>
    internal JsonObject OfBareState()
    {
        var state = new JsonObject();
        if (Fields.TryGetValue("enabled", out var enabled)) state["enabled"] = enabled is { ValueKind: JsonValueKind.True };
        if (Fields.TryGetValue("feature_state_value", out var value)) state["feature_state_value"] = Node(value);
        state["multivariate_feature_state_values"] = new JsonArray([.. Fields.Where(field => field.Key.StartsWith(Share, StringComparison.Ordinal)).Select(field => new JsonObject
        {
            ["multivariate_feature_option"] = int.Parse(field.Key.AsSpan(Share.Length).TrimEnd(']'), CultureInfo.InvariantCulture),
            ["percentage_allocation"] = field.Value is { ValueKind: JsonValueKind.Number } share ? share.GetDouble() : 0,
        })]);
        return state;
    }

    private double Weight(FlagVariant now) => Fields.GetValueOrDefault($"{Share}{now.Id}]") is { ValueKind: JsonValueKind.Number } old ? old.GetDouble() : now.Weight;

    private static JsonNode? Node(JsonElement? value) => value is { } known ? JsonNode.Parse(known.GetRawText()) : null;

    private static JsonObject? Value(JsonElement? old) => old switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.Number } number => new JsonObject { ["type"] = "integer", ["value"] = number.GetRawText() },
        { ValueKind: JsonValueKind.True or JsonValueKind.False } truth => new JsonObject { ["type"] = "boolean", ["value"] = truth.GetRawText() },
        { } text => new JsonObject { ["type"] = "string", ["value"] = text.ToString() },
    };
}
