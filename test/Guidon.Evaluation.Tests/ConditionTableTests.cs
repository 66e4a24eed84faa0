using System.Text.Json;
using System.Text.Json.Nodes;

namespace Guidon.Evaluation.Tests;

/// <summary>Section 4.5 row by row, from cases/conditions.json, through the door for contexts.</summary>
public sealed class ConditionTableTests
{
    private static readonly JsonArray Rows = (JsonArray)JsonNode.Parse(
        File.ReadAllText(RepositoryPath.Of("test", "Guidon.Evaluation.Tests", "cases", "conditions.json")),
        documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!;

    public static TheoryData<int, string> RowNumbers()
    {
        var data = new TheoryData<int, string>();
        for (var i = 0; i < Rows.Count; i++) data.Add(i, Rows[i]!.ToJsonString());
        return data;
    }

    [Theory]
    [MemberData(nameof(RowNumbers))]
    public void A_condition_matches_exactly_when_the_table_says_so(int row, string text)
    {
        var (value, name, operand, expected) = (Rows[row]![0], Rows[row]![1]!, Rows[row]![2], Rows[row]![3]!.GetValue<bool>());

        var result = ConformanceCase.Evaluate(Context(value, name, operand).ToJsonString());

        Assert.True(expected == (result["segments"]!.AsArray().Count == 1), text);
    }

    private static JsonObject Context(JsonNode? value, JsonNode name, JsonNode? operand) => new()
    {
        ["environment"] = new JsonObject { ["key"] = "env", ["name"] = "Environment" },
        ["identity"] = new JsonObject { ["identifier"] = "alice", ["traits"] = new JsonObject { ["trait"] = value?.DeepClone() } },
        ["segments"] = new JsonObject
        {
            ["55"] = new JsonObject
            {
                ["key"] = "55",
                ["name"] = "segment",
                ["rules"] = new JsonArray(new JsonObject
                {
                    ["type"] = "ALL",
                    ["conditions"] = new JsonArray(new JsonObject
                    {
                        ["property"] = "trait", ["operator"] = name.DeepClone(), ["value"] = operand?.DeepClone(),
                    }),
                }),
            },
        },
    };
}
