using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Guidon.Flags;
using Guidon.Flags.Contexts;
using Guidon.Flags.Documents;

namespace Guidon.Evaluation.Tests.Differential;

/// <summary>Evaluates random triples of document, identity and traits with both engines and compares.</summary>
internal static class DifferentialRun
{
    private const int IdentitiesPerDocument = 20;

    /// <param name="seed">Repeats the run.</param>
    /// <param name="triples">How many at least.</param>
    /// <returns>Differences that no known divergence explains, and how many triples had a condition on which the engines are known to differ.</returns>
    public static async Task<(List<string> Differences, int Divergent)> RunAsync(int seed, int triples)
    {
        var documents = Enumerable.Range(0, (triples + IdentitiesPerDocument - 1) / IdentitiesPerDocument).Select(i => Generate(unchecked((seed * 1_000_003) + i))).ToList();
        var answers = await NodeEngine.EvaluateAsync(documents.Select(entry => Line(entry.Document, entry.Identities)));
        var differences = new List<string>();
        var divergent = 0;
        for (var i = 0; i < documents.Count; i++)
        {
            var set = DocumentCompiler.Compile(documents[i].Document);
            var results = JsonNode.Parse(answers[i])!.AsArray();
            for (var j = 0; j < IdentitiesPerDocument; j++)
            {
                var (identifier, traits) = documents[i].Identities[j];
                if (Diverges(documents[i].Document, identifier, traits)) divergent++;
                else if (!JsonNode.DeepEquals(Comparable(results[j]!), Comparable(Ours(set, identifier, traits))))
                    differences.Add($"seed {seed}, document {i}, identity {j}\n{Line(documents[i].Document, [documents[i].Identities[j]])}\nnode {results[j]}\nours {Ours(set, identifier, traits)}");
            }
        }

        return (differences, divergent);
    }

    private static (EnvironmentDocument Document, (string Identifier, Trait[] Traits)[] Identities) Generate(int seed)
    {
        var random = new RandomDocument(new(seed));
        return (random.Next(), [.. Enumerable.Range(0, IdentitiesPerDocument).Select(_ => random.Identity())]);
    }

    private static string Line(EnvironmentDocument document, (string Identifier, Trait[] Traits)[] identities)
    {
        var written = new ArrayBufferWriter<byte>();
        EnvironmentDocumentWriter.Write(document, written);
        return new JsonObject
        {
            ["document"] = JsonNode.Parse(written.WrittenSpan),
            ["identities"] = new JsonArray([.. identities.Select(identity => (JsonNode)new JsonObject
            {
                ["identifier"] = identity.Identifier,
                ["traits"] = new JsonObject(identity.Traits.Select(trait => KeyValuePair.Create(trait.Key, JsonNode.Parse(trait.Value.Json)))),
            })]),
        }.ToJsonString();
    }

    private static JsonNode Ours(FlagSet set, string identifier, Trait[] traits)
    {
        var outcomes = new int[set.Flags.Length];
        var segments = new bool[set.Segments.Length];
        Evaluator.Evaluate(set, new(identifier, traits), outcomes, segments);
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output)) EvaluationResultWriter.Write(writer, set, outcomes, segments);
        return JsonNode.Parse(output.WrittenSpan)!;
    }

    /// <summary>Without what the SDK leaves out (variants' keys) or adds (the virtual segments of identity overrides).</summary>
    private static JsonNode Comparable(JsonNode result)
    {
        var copy = result.DeepClone();
        foreach (var (_, flag) in copy["flags"]!.AsObject()) flag!.AsObject().Remove("variant");
        var segments = copy["segments"]!.AsArray();
        for (var i = segments.Count - 1; i >= 0; i--)
            if (segments[i]!["metadata"]!["source"]!.GetValue<string>() != "api") segments.RemoveAt(i);
        return copy;
    }

    private static bool Diverges(EnvironmentDocument document, string identifier, Trait[] traits) =>
        document.Project.Segments.SelectMany(segment => segment.Rules).SelectMany(Conditions)
            .Any(condition => NodeDivergence.Of(condition, identifier, traits) is not null);

    private static IEnumerable<ConditionDocument> Conditions(RuleDocument rule) => rule.Conditions.Concat(rule.Rules.SelectMany(Conditions));
}
