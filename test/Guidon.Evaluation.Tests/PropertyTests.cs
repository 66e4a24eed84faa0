using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Guidon.Evaluation.Definitions;
using Guidon.Flags.Contexts;

namespace Guidon.Evaluation.Tests;

public sealed class PropertyTests
{
    private const int Identities = 1_000_000;

    [Fact]
    public void The_order_of_features_and_segments_changes_no_answer() => Gen.Int.Sample(
        seed =>
        {
            var random = new Random(seed);
            var context = new RandomContext(random).Next();
            MakePrioritiesDistinct(context);
            var expected = ConformanceCase.Evaluate(context.ToJsonString());
            Shuffle(context, "features", random);
            Shuffle(context, "segments", random);

            var actual = ConformanceCase.Evaluate(context.ToJsonString());

            Assert.True(JsonNode.DeepEquals(expected["flags"], actual["flags"]), context.ToJsonString());
            Assert.Equal(Members(expected), Members(actual));
        },
        iter: 1_000);

    [Fact]
    public void One_flag_alone_is_worth_what_it_is_worth_among_all() => Gen.Int.Sample(
        seed =>
        {
            var context = Compile(new RandomContext(new(seed)).Next());
            var outcomes = new int[context.FlagSet.Flags.Length];
            var segments = new bool[context.FlagSet.Segments.Length];
            Evaluator.Evaluate(context.FlagSet, context.Subject, outcomes, segments);

            for (var flag = 0; flag < outcomes.Length; flag++)
                Assert.Equal(outcomes[flag], Evaluator.EvaluateFlag(context.FlagSet, context.Subject, flag));
        },
        iter: 1_000);

    [Fact]
    public void An_identity_does_not_move_when_an_unrelated_feature_changes() => Gen.Int.Sample(
        seed =>
        {
            var random = new Random(seed);
            var context = new RandomContext(random).Next();
            var before = ConformanceCase.Evaluate(context.ToJsonString());
            var features = context["features"]!.AsObject();
            var changed = features.ElementAt(random.Next(features.Count)).Key;
            features[changed] = new RandomContext(random).Feature(changed);
            features["added"] = new RandomContext(random).Feature("added");

            var after = ConformanceCase.Evaluate(context.ToJsonString());

            foreach (var (name, flag) in before["flags"]!.AsObject())
                if (name != changed) Assert.True(JsonNode.DeepEquals(flag, after["flags"]![name]), $"{name}\n{context.ToJsonString()}");
        },
        iter: 1_000);

    [Fact]
    public void Splits_over_a_million_identities_are_within_a_fifth_of_a_point_of_their_weights()
    {
        double[] weights = [5, 30, 12.5];
        var set = FlagSetCompiler.Compile(new()
        {
            Key = "environment",
            Name = "Environment",
            Features = [new() { Name = "split", State = State([.. weights.Select((weight, i) => new VariantDefinition { ValueJson = "1", Weight = weight, Priority = Priority.Of(i) })]) }],
            Segments = [new() { Key = "17", Name = "quarter", Rules = [new() { Type = "ALL", Conditions = [new() { Operator = "PERCENTAGE_SPLIT", Property = "", Value = "25" }] }] }],
        });
        var counts = new int[weights.Length + 1];
        var inside = 0;
        var outcomes = new int[1];
        var segments = new bool[1];
        for (var i = 0; i < Identities; i++)
        {
            Evaluator.Evaluate(set, new(string.Create(CultureInfo.InvariantCulture, $"user-{i}"), []), outcomes, segments);
            counts[outcomes[0]]++;
            if (segments[0]) inside++;
        }

        for (var i = 0; i < weights.Length; i++) Assert.Equal(weights[i], counts[i + 1] * 100.0 / Identities, tolerance: 0.2);
        Assert.Equal(25, inside * 100.0 / Identities, tolerance: 0.2);
    }

    [Fact]
    public void Of_equal_trait_keys_the_last_one_counts()
    {
        var context = Compile(JsonNode.Parse("""
            {"environment":{"key":"e","name":"E"},"segments":{"1":{"key":"1","name":"s","rules":[{"type":"ALL","conditions":[{"property":"a","operator":"EQUAL","value":"2"}]}]} } }
            """)!.AsObject());
        var segments = new bool[1];

        Evaluator.Evaluate(context.FlagSet, new("x", [new("a", TraitValue.Number("1"), false), new("a", TraitValue.Number("2"), true)]), [], segments);
        Assert.True(segments[0]);
        Evaluator.Evaluate(context.FlagSet, new("x", [new("a", TraitValue.Number("2"), false), new("a", TraitValue.Null, true)]), [], segments);
        Assert.False(segments[0]);
    }

    private static StateDefinition State(VariantDefinition[] variants) => new() { Key = "4102", Enabled = true, ValueJson = "0", Variants = [.. variants] };

    private static CompiledContext Compile(JsonObject context) => ContextCompiler.Compile(Encoding.UTF8.GetBytes(context.ToJsonString())).Context!;

    private static IEnumerable<string> Members(JsonNode result) =>
        result["segments"]!.AsArray().Select(segment => segment!["name"]!.GetValue<string>()).Order(StringComparer.Ordinal);

    /// <summary>Equal priorities are the documented tie that order breaks.</summary>
    private static void MakePrioritiesDistinct(JsonObject context)
    {
        var next = 0;
        foreach (var (_, segment) in context["segments"]!.AsObject())
            foreach (var change in segment!["overrides"]!.AsArray()) change!["priority"] = next++;
    }

    private static void Shuffle(JsonObject context, string map, Random random)
    {
        var members = context[map]!.AsObject().ToArray();
        random.Shuffle(members);
        context[map] = new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, member.Value!.DeepClone())).Cast<KeyValuePair<string, JsonNode?>>());
    }
}
