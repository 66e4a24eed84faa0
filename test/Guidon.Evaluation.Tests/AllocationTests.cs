using System.Text;
using System.Text.Json.Nodes;
using Guidon.Flags.Contexts;

namespace Guidon.Evaluation.Tests;

/// <summary>Guards the promise of the hot path: not one byte.</summary>
public sealed class AllocationTests
{
    private const int Rounds = 50;

    private static readonly Trait[] Traits =
    [
        new("age", TraitValue.Number("34"), false), new("email", TraitValue.Text("someone@example.com"), false), new("ratio", TraitValue.Number("1.5"), false),
        new("beta", TraitValue.Boolean(true), false), new("version", TraitValue.Text("1.2.3-rc.1"), false), new("wide", TraitValue.Number("123456789012345678901234567890"), false),
    ];

    [Fact]
    public void Evaluating_all_flags_with_every_operator_allocates_nothing()
    {
        var set = EveryOperator(1);
        var outcomes = new int[set.Flags.Length];
        var segments = new bool[set.Segments.Length];

        Assert.Equal(0, AllocatedBy(() => Evaluator.Evaluate(set, new("alice", Traits), outcomes, segments)));
        Assert.Equal(0, AllocatedBy(() => Evaluator.Evaluate(set, new("alice", Traits), outcomes, [])));
        Assert.Equal(0, AllocatedBy(() => Evaluator.Evaluate(set, new(null, []), outcomes, segments)));
        Assert.Equal(0, AllocatedBy(() => Evaluator.Evaluate(set, new("-7", Traits), outcomes, segments)));
    }

    [Fact]
    public void Evaluating_one_flag_allocates_nothing()
    {
        var set = EveryOperator(1);

        for (var flag = 0; flag < set.Flags.Length; flag++)
        {
            var index = flag;
            Assert.Equal(0, AllocatedBy(() => Evaluator.EvaluateFlag(set, new("alice", Traits), index)));
            Assert.Equal(0, AllocatedBy(() => Evaluator.EnvironmentOutcome(set, index)));
        }
    }

    [Fact]
    public void A_set_too_large_for_the_stack_and_a_key_of_2_000_characters_allocate_nothing()
    {
        var set = EveryOperator(8);
        var outcomes = new int[set.Flags.Length];
        var segments = new bool[set.Segments.Length];
        var identifier = new string('用', 2_000);

        Assert.Equal(0, AllocatedBy(() => Evaluator.Evaluate(set, new(identifier, Traits), outcomes, segments)));
    }

    /// <summary>The least of several rounds: when the collector has emptied the array pool meanwhile, the next rental allocates once.</summary>
    private static long AllocatedBy(Action work)
    {
        for (var i = 0; i < Rounds; i++) work();
        return Enumerable.Range(0, 5).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Rounds; i++) work();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }

    /// <summary>A segment per condition, each with an override with variants.</summary>
    private static FlagSet EveryOperator(int copies)
    {
        (string, string, string)[] conditions =
        [
            ("age", "EQUAL", "34"), ("age", "LESS_THAN", "3"), ("wide", "GREATER_THAN", "99999999999999999999999"), ("ratio", "GREATER_THAN_INCLUSIVE", "1.5"),
            ("beta", "NOT_EQUAL", "false"), ("email", "CONTAINS", "@example"), ("email", "NOT_CONTAINS", "x@"), ("email", "REGEX", @"^\w+@example\.com$"),
            ("email", "REGEX", "some(?=one)"), ("ratio", "REGEX", "1"), ("email", "REGEX", "so#?"), ("version", "LESS_THAN", "1.2.3:semver"), ("age", "MODULO", "3|1"),
            ("wide", "MODULO", "3|1"), ("age", "IN", "1,2,34"), ("email", "IN", "[\"a\"]"), ("", "PERCENTAGE_SPLIT", "50"), ("email", "PERCENTAGE_SPLIT", "50"),
            ("ratio", "PERCENTAGE_SPLIT", "50"), ("$.identity.key", "PERCENTAGE_SPLIT", "50"), ("$.identity.key", "EQUAL", "k"), ("$.identity.identifier", "EQUAL", "alice"),
            ("$.environment.name", "EQUAL", "Shop"), ("$.identity.traits.age", "EQUAL", "34"), ("$.identity.traits.*", "IS_SET", ""), ("none", "IS_NOT_SET", ""),
        ];
        var segments = new JsonObject();
        var features = new JsonObject();
        for (var i = 0; i < conditions.Length * copies; i++)
        {
            var (property, name, value) = conditions[i % conditions.Length];
            features[$"f{i}"] = Feature($"f{i}", $"{i}");
            segments[$"{i}"] = new JsonObject
            {
                ["key"] = $"{i}", ["name"] = $"s{i}", ["overrides"] = new JsonArray(Feature($"f{i}", $"o{i}")),
                ["rules"] = new JsonArray(new JsonObject
                {
                    ["type"] = "ALL",
                    ["conditions"] = new JsonArray(new JsonObject { ["property"] = property, ["operator"] = name, ["value"] = value }),
                }),
            };
        }

        var context = new JsonObject
        {
            ["environment"] = new JsonObject { ["key"] = "env", ["name"] = "Shop" }, ["features"] = features, ["segments"] = segments,
        };
        return ContextCompiler.Compile(Encoding.UTF8.GetBytes(context.ToJsonString())).Context!.FlagSet;
    }

    private static JsonObject Feature(string name, string key) => new()
    {
        ["key"] = key, ["name"] = name, ["enabled"] = true, ["value"] = "control",
        ["variants"] = new JsonArray(new JsonObject { ["value"] = "A", ["weight"] = 30, ["priority"] = 1 }, new JsonObject { ["value"] = "B", ["weight"] = 30, ["priority"] = 2 }),
    };
}
