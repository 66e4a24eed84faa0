using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Guidon.Evaluation.Hashing;
using Guidon.Evaluation.Rules;
using Guidon.Flags;
using Guidon.Flags.Documents;

namespace Guidon.Evaluation.Tests;

/// <summary>What mutation testing found that no other test here would have noticed; see docs/evaluation-mutants.md.</summary>
public sealed class MutantTests
{
    private const int Segments = 600;   // more places than the evaluator keeps on the stack

    // 256 characters is what the stack holds; 900 bytes of UTF-8 in 300 characters; 2,000 is the longest identifier.
    [Theory]
    [InlineData("x", 254)]
    [InlineData("x", 255)]
    [InlineData("用", 254)]
    [InlineData("用", 300)]
    [InlineData("x", 2_000)]
    [InlineData("用", 2_000)]
    public void An_identity_of_any_length_has_the_place_that_its_digest_says(string letter, int length)
    {
        var identifier = string.Concat(Enumerable.Repeat(letter, length));
        Assert.Equal(Reference($"55,env_{identifier}"), Percentage.Place("55,"u8, Encoding.UTF8.GetBytes("env_" + identifier)));
        Assert.Equal(Percent(Reference($"55,env_{identifier}")) <= 50, IsIn(SplitContext(identifier, "")));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(85)]
    [InlineData(300)]
    [InlineData(2_000)]
    public void A_trait_of_any_length_has_the_place_that_its_digest_says(int length)
    {
        var trait = string.Concat(Enumerable.Repeat("用", length));
        Assert.Equal(Percent(Reference($"55,{trait}")) <= 50, IsIn(SplitContext("alice", trait)));
    }

    [Fact]
    public void Large_flag_sets_do_not_remember_the_subject_before()
    {
        var set = DocumentCompiler.Compile(LargeDocument());
        var members = new bool[Segments];
        Evaluator.Evaluate(set, new Subject("a", [new Trait("n", TraitValue.Number("1"), false)]), new int[set.Flags.Length], members);
        Assert.All(members, Assert.True);
        Evaluator.Evaluate(set, new Subject("b", [new Trait("n", TraitValue.Number("2"), false)]), new int[set.Flags.Length], members);
        Assert.All(members, Assert.False);
    }

    [Theory]
    [InlineData("own")]
    [InlineData("nobody")]
    [InlineData(null)]
    public void One_flag_alone_gives_what_it_gives_among_all(string? identifier)
    {
        var set = DocumentCompiler.Compile(LargeDocument());
        var all = new int[set.Flags.Length];
        Evaluator.Evaluate(set, new Subject(identifier, [new Trait("n", TraitValue.Number("1"), false)]), all, []);
        for (var flag = 0; flag < all.Length; flag++)
        {
            Assert.Equal(all[flag], Evaluator.EvaluateFlag(set, new Subject(identifier, [new Trait("n", TraitValue.Number("1"), false)]), flag));
            var nobody = set.Outcomes[Evaluator.EnvironmentOutcome(set, flag)];
            Assert.Equal((flag, "DEFAULT", (string?)null, "null"), (nobody.FlagIndex, nobody.Reason, nobody.Variant, nobody.ValueJson));
        }
    }

    [Fact]
    public void Without_a_flag_set_the_caller_is_told_which_argument_is_missing()
    {
        Assert.Throws<ArgumentNullException>("set", () => Evaluator.Evaluate(null!, default, [], []));
        Assert.Throws<ArgumentNullException>("set", () => Evaluator.EvaluateFlag(null!, default, 0));
        Assert.Throws<ArgumentNullException>("set", () => Evaluator.EnvironmentOutcome(null!, 0));
    }

    [Fact]
    public void After_one_cut_off_only_patterns_that_cannot_run_away_are_tried()
    {
        var runaway = Pattern.TryParse(@"(a+)+\1$")!;
        var backtracking = Pattern.TryParse(@"(a)\1")!;
        var plain = Pattern.TryParse("a+")!;
        var timedOut = false;
        Assert.True(backtracking.IsMatch("aa", ref timedOut));
        Assert.False(runaway.IsMatch(new string('a', 60) + "b", ref timedOut));
        Assert.True(timedOut);
        Assert.False(backtracking.IsMatch("aa", ref timedOut));
        Assert.True(plain.IsMatch("aa", ref timedOut));
    }

    [Theory]
    [InlineData(Pattern.CharactersMax, true)]
    [InlineData(Pattern.CharactersMax + 1, false)]
    public void A_pattern_has_at_most_a_thousand_characters(int characters, bool isPattern) =>
        Assert.Equal(isPattern, Pattern.TryParse(new string('a', characters)) is not null);

    [Fact]
    public void A_rehash_repeats_the_text_until_it_is_below_100_percent()
    {
        Assert.Equal(2, Percentage.Repeats("1,"u8, "8931"u8));
        Assert.Equal(1, Percentage.Repeats("1,"u8, "1"u8));
        Assert.Equal(45.779155831166236, Percentage.OfPlace(Percentage.Place("1,"u8, "8931"u8)));
    }

    private static bool IsIn(JsonObject context) => ConformanceCase.Evaluate(context.ToJsonString())["segments"]!.AsArray().Count == 1;

    private static double Percent(int place) => place / 9_998.0 * 100;

    /// <summary>The rule by the book: MD5 of the whole text as one number of 128 bits.</summary>
    private static int Reference(string text)
    {
#pragma warning disable CA5351 // Not security: the protocol buckets by MD5.
        var digest = MD5.HashData(Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5351
        return (int)(new System.Numerics.BigInteger(digest, isUnsigned: true, isBigEndian: true) % 9_999);
    }

    /// <summary>One segment that takes half of all identities, or of all values of a trait.</summary>
    private static JsonObject SplitContext(string identifier, string trait) => new()
    {
        ["environment"] = new JsonObject { ["key"] = "env", ["name"] = "Environment" },
        ["identity"] = new JsonObject { ["identifier"] = identifier, ["traits"] = new JsonObject { ["trait"] = trait } },
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
                        ["property"] = trait.Length == 0 ? "" : "trait", ["operator"] = "PERCENTAGE_SPLIT", ["value"] = "50",
                    }),
                }),
            },
        },
    };

    /// <summary>Three flags (plain, overridden by every segment, with variants), 600 segments on one trait, one identity with overrides.</summary>
    private static EnvironmentDocument LargeDocument() => new()
    {
        Id = 1,
        ApiKey = "env",
        Name = "Environment",
        UpdatedAt = DateTimeOffset.UnixEpoch,
        Project = new()
        {
            Id = 1,
            Name = "Project",
            Organisation = new() { Id = 1, Name = "Organisation" },
            Segments = [.. Enumerable.Range(1, Segments).Select(id => new SegmentDocument
            {
                Id = id,
                Name = $"segment-{id}",
                Rules = [new() { Type = "ALL", Conditions = [new() { Property = "n", Operator = "EQUAL", Value = "1" }] }],
                FeatureStates = [State(2, 1_000 + id, id)],
            })],
        },
        FeatureStates = [State(1, 1, null), State(2, 2, null), State(3, 3, null, hasVariants: true)],
        IdentityOverrides =
        [
            new()
            {
                Identifier = "own",
                EnvironmentApiKey = "env",
                CreatedAt = DateTimeOffset.UnixEpoch,
                IdentityUuid = "own",
                Features = [State(1, 11, null), State(2, 12, null)],
            },
        ],
    };

    private static FeatureStateDocument State(int feature, int id, int? priority, bool hasVariants = false) => new()
    {
        Feature = new(feature, $"feature-{feature}", hasVariants ? "MULTIVARIATE" : "STANDARD"),
        Enabled = true,
        DjangoId = id,
        FeatureStateUuid = $"00000000-0000-4000-8000-{id:000000000000}",
        FeatureSegmentPriority = priority,
        ValueJson = "null",
        MultivariateValues = !hasVariants ? [] :
        [
            new() { Id = 1, Uuid = "00000000-0000-4000-8000-000000000001", PercentageAllocation = 100, OptionId = 1, OptionValueJson = "1", OptionKey = "all" },
        ],
    };
}
