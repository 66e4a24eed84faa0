using System.Text.Json.Nodes;

namespace Guidon.Evaluation.Tests;

/// <summary>Our own conformance cases, written from the rules: cases/contexts.json.</summary>
public sealed class ContextCaseTests
{
    private static readonly Dictionary<string, JsonNode> Cases =
        JsonNode.Parse(File.ReadAllText(RepositoryPath.Of("test", "Guidon.Evaluation.Tests", "cases", "contexts.json")))!.AsArray()
            .ToDictionary(entry => entry!["name"]!.GetValue<string>(), entry => entry!);

    public static TheoryData<string> Names() => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_context_gives_exactly_the_result_that_the_rules_say(string name) =>
        ConformanceCase.Check(Cases[name]["context"]!, Cases[name]["result"]!, name);
}
