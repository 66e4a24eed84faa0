using System.Diagnostics;
using Guidon.Evaluation;

namespace Guidon.Flags.Tests;

public sealed class IdentityOverrideTests
{
    private readonly EnvironmentDocument _shop = Documents.Read(Documents.Shop);

    [Fact]
    public void An_override_beats_a_matching_segment_even_when_it_equals_the_default()
    {
        var own = _shop.IdentityOverrides[0];
        var equal = own with { Features = [own.Features[0] with { Enabled = false, ValueJson = "\"classic\"" }] };
        var set = DocumentCompiler.Compile(_shop with { IdentityOverrides = [equal] });

        var outcome = Documents.Outcome(set, "checkout_v3", new("alice", [new("plan", TraitValue.Text("pro"), false)]));

        Assert.Equal((false, "\"classic\"", true, -1), (outcome.Enabled, outcome.ValueJson, outcome.IdentityOverride, outcome.Ordinal));
    }

    [Fact]
    public void Identifiers_are_opaque_and_compared_exactly()
    {
        var own = _shop.IdentityOverrides[0];
        var set = DocumentCompiler.Compile(_shop with { IdentityOverrides = [own with { Identifier = "a,b" }, own with { Identifier = "" }] });

        Assert.True(Documents.Outcome(set, "checkout_v3", new("a,b", [])).IdentityOverride);
        Assert.True(Documents.Outcome(set, "checkout_v3", new("", [])).IdentityOverride);
        Assert.False(Documents.Outcome(set, "checkout_v3", new("a", [])).IdentityOverride);
        Assert.False(Documents.Outcome(set, "checkout_v3", new("A,B", [])).IdentityOverride);
        Assert.False(Documents.Outcome(set, "checkout_v3", new(null, [])).IdentityOverride);
    }

    [Fact]
    public void An_override_with_options_splits_by_its_own_seed()
    {
        var own = _shop.IdentityOverrides[0];
        var option = _shop.FeatureStates[1].MultivariateValues[0];
        var whole = own.Features[0] with { Feature = _shop.FeatureStates[1].Feature, MultivariateValues = [option with { PercentageAllocation = 100 }] };
        var set = DocumentCompiler.Compile(_shop with { IdentityOverrides = [own with { Features = [whole] }] });

        var outcome = Documents.Outcome(set, "hero", new("alice", []));

        Assert.Equal(("\"A\"", "variant_a", "SPLIT; weight=100", true), (outcome.ValueJson, outcome.Variant, outcome.Reason, outcome.IdentityOverride));
    }

    [Fact]
    public void A_hundred_thousand_overrides_cost_no_more_than_one()
    {
        var own = _shop.IdentityOverrides[0];
        var few = DocumentCompiler.Compile(_shop);
        var many = DocumentCompiler.Compile(_shop with { IdentityOverrides = [own, .. Enumerable.Range(0, 100_000).Select(i => own with { Identifier = $"user-{i}" })] });
        var (one, all) = (TimeSpan.MaxValue, TimeSpan.MaxValue);

        // In turns: between the two the compiler may replace the code by faster code, and the machine may get busy.
        for (var round = 0; round < 40; round++)
        {
            one = Shorter(one, Time(few));
            all = Shorter(all, Time(many));
        }

        // By look-up and not by search the ratio is near 1; a search would take ten thousand times as long.
        Assert.True(all < one * 5, $"{all} of {one}");
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Time(FlagSet set)
    {
        var outcomes = new int[set.Flags.Length];
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < 2_000; i++) Evaluator.Evaluate(set, new("alice", []), outcomes, []);
        return Stopwatch.GetElapsedTime(start);
    }
}
