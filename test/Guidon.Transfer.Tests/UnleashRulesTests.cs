using System.Text.Json;
using Guidon.Contracts.Transfer;
using Guidon.Evaluation;

namespace Guidon.Transfer.Tests;

/// <summary>Whom strategies of Unleash turn a flag on for, and with which variant.</summary>
public sealed class UnleashRulesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"name":"companyStaff"}""", "does not exist here")]
    [InlineData("""{"name":"companyStaff","parameters":{}}""", "does not exist here")]
    [InlineData("""{"name":"userWithId"}""", "nobody")]
    [InlineData("""{"name":"flexibleRollout","parameters":{"rollout":"half"}}""", "no number")]
    [InlineData("""{"name":"flexibleRollout","parameters":{"rollout":"2,5"}}""", "no number")]
    [InlineData("""{"name":"flexibleRollout"}""", "no number")]
    [InlineData("""{"name":"default","constraints":[{"contextName":"a","operator":"STR_CONTAINS","values":[]}]}""", "could not be carried")]
    [InlineData("""{"name":"default","constraints":[{"contextName":"a","operator":"NUM_GT","value":""}]}""", "could not be carried")]
    [InlineData("""{"name":"default","constraints":[{"contextName":"a","operator":"IN","values":[]}]}""", "could not be carried")]
    public void A_strategy_that_is_not_for_everybody_does_not_become_one_and_is_reported(string strategy, string reason)
    {
        var (file, losses) = Convert(strategy);

        Assert.False(Assert.Single(file.Environments[0].FeatureStates).Enabled);
        Assert.Contains(losses, each => each.Path == "featureStrategies[0]" && each.Reason.Contains(reason, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"name":"default"}""")]
    [InlineData("""{"name":"default","parameters":{}}""")]
    [InlineData("""{"name":"flexibleRollout","parameters":{"rollout":"100"}}""")]
    [InlineData("""{"name":"gradualRolloutRandom","parameters":{"percentage":100}}""")]
    public void A_strategy_for_everybody_is_the_default(string strategy) => Assert.True(Assert.Single(Convert(strategy).File.Environments[0].FeatureStates).Enabled);

    [Fact]
    public void Strategies_behind_one_for_everybody_decide_no_variant()
    {
        var (file, losses) = Convert(
            """{"name":"userWithId","parameters":{"userIds":"dana"},"sortOrder":1}""", """{"name":"default","sortOrder":2}""", """{"name":"userWithId","parameters":{"userIds":"erik"},"sortOrder":3}""", """{"name":"default","sortOrder":4}""");

        Assert.Equal([true, true], file.Environments[0].FeatureStates.Select(each => each.Enabled));
        Assert.True(Audience.Holds(Assert.Single(file.Segments), "dana"));
        Assert.Equal(["featureStrategies[2]", "featureStrategies[3]"], losses.Select(each => each.Path));
    }

    [Theory]
    [InlineData("REGEX", "b[0-9]", false, "a b1", true)]
    [InlineData("REGEX", "b[0-9]", false, "a b", false)]
    [InlineData("REGEX", "b[0-9]", true, "a b", true)]
    [InlineData("REGEX", "^b", false, "ab", false)]
    public void A_pattern_is_looked_for_anywhere(string op, string value, bool isInverted, string text, bool isOn)
    {
        var (file, _) = Convert($$$"""{"name":"default","constraints":[{"contextName":"a","operator":"{{{op}}}","value":"{{{value}}}","inverted":{{{(isInverted ? "true" : "false")}}}}]}""");

        Assert.Equal(isOn, Audience.Holds(Assert.Single(file.Segments), "x", new Trait("a", TraitValue.Text(text), Transient: false)));
    }

    [Fact]
    public void A_constraint_that_excludes_nothing_is_met_by_all()
    {
        var (file, _) = Convert("""{"name":"default","constraints":[{"contextName":"a","operator":"NOT_IN","values":[]}]}""");

        Assert.True(Audience.Holds(Assert.Single(file.Segments), "x", new Trait("a", TraitValue.Text(""), Transient: false)));
    }

    private static (ProjectFile File, IReadOnlyList<Loss> Losses) Convert(params string[] strategies)
    {
        var own = strategies.Select(each => $$$"""{"featureName":"f","environment":"e",{{{each[1..]}}}""");
        var json = $$$"""{"features":[{"name":"f"}],"featureEnvironments":[{"featureName":"f","environment":"e","enabled":true}],"featureStrategies":[{{{string.Join(',', own)}}}]}""";
        var conversion = Formats.Convert("unleash", JsonElement.Parse(json), "p", "", s_now);
        return (Assert.Single(conversion.Files), conversion.Losses);
    }
}
