using System.Text.Json.Nodes;

namespace Guidon.Evaluation.Tests;

/// <summary>Makes contexts at random from values that are worth comparing. Equal seeds make equal contexts.</summary>
internal sealed class RandomContext(Random random)
{
    private static readonly string[] TraitNames = ["plan", "age", "beta", "version", "ratio", "email"];
    private static readonly string[] Properties = [.. TraitNames, "missing", "$.identity.identifier", "$.environment.name", "$.identity.traits.plan", "$.identity.key"];
    private static readonly string[] Operators =
    [
        "EQUAL", "NOT_EQUAL", "GREATER_THAN", "GREATER_THAN_INCLUSIVE", "LESS_THAN", "LESS_THAN_INCLUSIVE", "CONTAINS", "NOT_CONTAINS", "REGEX",
        "MODULO", "IN", "PERCENTAGE_SPLIT", "IS_SET", "IS_NOT_SET",
    ];

    private static readonly string[] Texts = ["pro", "free", "team", "1.2.3", "1.2.3-rc.1", "2.0.0", "someone@example.com", "", "user-1", "Production", "a,b", "x"];

    public JsonObject Next()
    {
        var features = Enumerable.Range(0, random.Next(1, 6)).Select(i => Feature($"f{i}")).ToList();
        return new()
        {
            ["environment"] = new JsonObject { ["key"] = "env", ["name"] = "Production" },
            ["identity"] = random.Next(20) == 0 ? null : Identity(),
            ["features"] = new JsonObject(features.Select(feature => KeyValuePair.Create(feature["name"]!.GetValue<string>(), (JsonNode?)feature))),
            ["segments"] = new JsonObject(Enumerable.Range(1, random.Next(0, 6)).Select(i => KeyValuePair.Create($"{i}", (JsonNode?)Segment(i, features.Count)))),
        };
    }

    public JsonObject Identity() => new()
    {
        ["identifier"] = $"user-{random.Next(1_000)}",
        ["traits"] = new JsonObject(TraitNames.Where(_ => random.Next(4) > 0).Select(name => KeyValuePair.Create(name, Value()))),
    };

    public JsonObject Feature(string name) => new()
    {
        ["key"] = $"{random.Next(1, 1_000)}",
        ["name"] = name,
        ["enabled"] = random.Next(2) == 0,
        ["value"] = Value(),
        ["variants"] = random.Next(2) == 0 ? [] : new JsonArray([.. Enumerable.Range(1, random.Next(1, 4)).Select(i => (JsonNode)new JsonObject
        {
            ["key"] = $"v{i}", ["value"] = Value(), ["weight"] = random.Next(0, 34), ["priority"] = random.Next(100),
        })]),
    };

    public JsonObject Segment(int id, int features) => new()
    {
        ["key"] = $"{id}",
        ["name"] = $"s{id}",
        ["rules"] = new JsonArray([.. Enumerable.Range(0, random.Next(0, 3)).Select(_ => (JsonNode)Rule(2))]),
        ["overrides"] = new JsonArray([.. Enumerable.Range(0, features).Where(_ => random.Next(2) == 0).Select(i =>
        {
            JsonNode change = Feature($"f{i}");
            // Distinct, since of equal ones the order decides, and some tests change the order.
            change["priority"] = id + (random.Next(10) * 100);
            return change;
        })]),
    };

    public string Text() => Texts[random.Next(Texts.Length)];

    private JsonObject Rule(int depth) => new()
    {
        ["type"] = random.Next(3) switch { 0 => "ALL", 1 => "ANY", _ => "NONE" },
        ["conditions"] = new JsonArray([.. Enumerable.Range(0, random.Next(0, 4)).Select(_ => (JsonNode)Condition())]),
        ["rules"] = new JsonArray([.. Enumerable.Range(0, depth == 0 ? 0 : random.Next(0, 3)).Select(_ => (JsonNode)Rule(depth - 1))]),
    };

    private JsonObject Condition()
    {
        var name = Operators[random.Next(Operators.Length)];
        return new()
        {
            ["property"] = name == "PERCENTAGE_SPLIT" && random.Next(2) == 0 ? "" : Properties[random.Next(Properties.Length)],
            ["operator"] = name,
            ["value"] = ConditionValue(name),
        };
    }

    private string ConditionValue(string name) => name switch
    {
        "PERCENTAGE_SPLIT" => $"{random.Next(0, 101)}",
        "MODULO" => $"{random.Next(-3, 6)}|{random.Next(-1, 4)}",
        "IN" => random.Next(2) == 0 ? string.Join(',', Text(), Text(), random.Next(5)) : $"[\"{Text()}\",\"{random.Next(5)}\",true]",
        "REGEX" => random.Next(4) switch { 0 => @"\d+", 1 => "p.*", 2 => "^[a-z]+$", _ => "some.*com$" },
        _ => random.Next(6) switch { 0 => $"{random.Next(5)}", 1 => "1.5", 2 => "true", 3 => "false", 4 => Text() + ":semver", _ => Text() },
    };

    private JsonNode? Value() => random.Next(7) switch
    {
        0 => JsonValue.Create(random.Next(5)),
        1 => JsonNode.Parse("1.5"),
        2 => JsonValue.Create(random.Next(2) == 0),
        3 => null,
        4 => JsonValue.Create($"{random.Next(5)}"),
        _ => JsonValue.Create(Text()),
    };
}
