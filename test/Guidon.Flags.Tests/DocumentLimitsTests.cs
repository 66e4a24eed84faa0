using System.Text;
using System.Text.Json.Nodes;

namespace Guidon.Flags.Tests;

public sealed class DocumentLimitsTests
{
    [Fact]
    public void Rules_may_be_nested_ten_levels_deep_and_no_deeper()
    {
        Assert.Empty(Errors(WithRule(Nested(10))));
        Assert.Contains("nested deeper than 10 levels", Assert.Single(Errors(WithRule(Nested(11)))), StringComparison.Ordinal);
        Assert.Contains("is not valid JSON", Assert.Single(Errors(Raw(string.Concat(Enumerable.Repeat("{\"rules\":[", 1_000))))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_may_have_a_hundred_conditions_and_no_more()
    {
        Assert.Empty(Errors(WithRule(Wide(100))));
        Assert.Contains("conditions: has 101 entries; at most 100", Assert.Single(Errors(WithRule(Wide(101)))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_million_conditions_are_refused()
    {
        var rules = new JsonArray([.. Enumerable.Range(0, 100).Select(_ => (JsonNode)Wide(100))]);
        var segments = new JsonArray([.. Enumerable.Range(1, 100).Select(i => (JsonNode)new JsonObject { ["id"] = i, ["name"] = $"s{i}", ["rules"] = rules.DeepClone(), ["feature_states"] = new JsonArray() })]);
        var document = Node();
        document["project"]!["segments"] = segments;

        var errors = Errors(Raw(document.ToJsonString()));

        Assert.Equal(DocumentLimits.ErrorsMax, errors.Count);
        Assert.Contains("500000 conditions", errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_beyond_their_limit_are_refused_with_the_limit()
    {
        var document = Node();
        document["feature_states"] = new JsonArray([.. Enumerable.Repeat(0, 5_001).Select(_ => (JsonNode)new JsonObject())]);
        document["project"]!["segments"] = new JsonArray([.. Enumerable.Repeat(0, 5_001).Select(_ => (JsonNode)new JsonObject())]);

        Assert.Equal(
            ["project.segments: has 5001 entries; at most 5000 are allowed", "feature_states: has 5001 entries; at most 5000 are allowed"],
            Errors(Raw(document.ToJsonString())));
    }

    private static JsonObject Nested(int levels) => levels == 0
        ? new JsonObject()
        : new JsonObject { ["type"] = "ALL", ["conditions"] = new JsonArray(), ["rules"] = levels == 1 ? [] : new JsonArray(Nested(levels - 1)) };

    private static JsonObject Wide(int conditions) => new JsonObject
    {
        ["type"] = "ALL",
        ["rules"] = new JsonArray(),
        ["conditions"] = new JsonArray([.. Enumerable.Range(0, conditions).Select(i => (JsonNode)new JsonObject { ["operator"] = "EQUAL", ["property_"] = "a", ["value"] = $"{i}" })]),
    };

    private static JsonNode Node() => JsonNode.Parse(Documents.Shop)!;

    private static byte[] WithRule(JsonObject rule)
    {
        var document = Node();
        document["project"]!["segments"]![0]!["rules"] = new JsonArray(rule);
        return Raw(document.ToJsonString());
    }

    private static byte[] Raw(string text) => Encoding.UTF8.GetBytes(text);

    private static List<string> Errors(byte[] utf8) => [.. EnvironmentDocumentReader.Read(utf8).Errors.Select(error => error.ToString())];
}
