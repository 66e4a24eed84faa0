using System.Text.Json;
using Guidon.Contracts.Transfer;
using Guidon.Transfer.Flagsmith;

namespace Guidon.Transfer.Tests;

/// <summary>What each foreign format becomes, and what its report says.</summary>
public sealed class ConversionTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_environments_file_of_Flagsmith_keeps_values_variants_and_shares()
    {
        var (file, losses) = Convert("flagsmith");

        var state = file.Environments[0].FeatureStates[0];
        Assert.Equal(("Shop", "Staging", true, "v2"), (file.Project.Name, file.Environments[0].Name, state.Enabled, state.FeatureStateValue?.GetString()));
        Assert.Equal([new SharePart(0, 20)], state.MultivariateFeatureStateValues);
        Assert.Equal(("v3", 10), (file.Features[0].MultivariateOptions[0].StringValue, file.Features[0].MultivariateOptions[0].DefaultPercentageAllocation));
        Assert.Equal(50, file.Environments[0].FeatureStates[1].FeatureStateValue?.GetInt32());
        Assert.Equal([new Loss("[1].rollout_plan", "object", "The converter does not know the field.")], losses);
    }

    [Fact]
    public void A_dump_of_Flagsmith_keeps_keys_rules_overrides_identities_and_the_newest_states()
    {
        var (file, losses) = Convert("flagsmith-dump");

        var environment = file.Environments[0];
        Assert.Equal(("Shop", "ProductionKey123456789", "ser.ServerKey0123456789abcd"), (file.Project.Name, environment.ApiKey, environment.ServerKeys[0].Key));
        Assert.Equal(new ConditionPart("IN", "country", "DE,FR"), file.Segments[0].Rules[0].Rules[0].Conditions[0]);
        Assert.Equal(41, file.Segments[0].HashSeed);
        Assert.Equal([(91, true, "green"), (92, true, "black"), (93, false, null)], environment.FeatureStates.Select(each => (each.HashSeed ?? 0, each.Enabled, each.FeatureStateValue?.GetString())));
        Assert.Equal((file.Segments[0].Uuid, 0, "dana"), (environment.FeatureStates[1].Segment, environment.FeatureStates[1].Priority, environment.FeatureStates[2].Identity));
        Assert.Equal([new SharePart(0, 25)], environment.FeatureStates[0].MultivariateFeatureStateValues);
        Assert.Equal(("dana", "age", 41), (environment.Identities[0].Identifier, environment.Identities[0].Traits[0].TraitKey, environment.Identities[0].Traits[0].TraitValue.GetInt32()));
        Assert.Equal("mixpanel", environment.Integrations[0].Integration);
        Assert.Equal([file.Tags[0].Uuid], file.Features[0].TagUuids);
        Assert.Equal(["[0].fields", "[15].fields"], losses.Select(each => each.Path));
    }

    [Fact]
    public void LaunchDarkly_flags_become_switches_and_variants_with_a_segment_for_each_rule()
    {
        var (file, losses) = Convert("launchdarkly");

        Assert.Equal(["production", "test"], file.Environments.Select(each => each.Name));
        var states = file.Environments[0].FeatureStates;
        Assert.Equal([("dark-mode", false, false), ("dark-mode", true, true), ("dark-mode", true, true), ("theme", false, true)], states.Select(each => (each.Feature, each.Segment is not null, each.Enabled)));
        Assert.Equal([new SharePart(0, 60), new SharePart(1, 40)], states[3].MultivariateFeatureStateValues);
        Assert.Equal(["light", """{ "primary": "#000" }"""], file.Features[1].MultivariateOptions.Select(each => each.StringValue));
        Assert.False(file.Environments[1].FeatureStates[0].Enabled);
        Assert.Contains(file.Segments, each => each.Name == "beta (production)");
        var paths = losses.Select(each => each.Path).ToList();
        foreach (var path in (string[])[
            "flags.items[0].environments.production.rules[1].clauses[0]", "flags.items[0].environments.production.rules[1]", "flags.items[0].environments.production.prerequisites",
            "flags.items[1].hologram", "flags.items[1].environments.production.fallthrough.rollout.bucketBy", "segments.production.items[1].unbounded"]) Assert.Contains(path, paths);
    }

    [Theory]
    [InlineData("unleash", """{"NAME":[ITEMS]}""")]
    [InlineData("launchdarkly", """{"flags":{"items":[{"key":"a","variations":[],"environments":{"NAME":{"rules":[RULES]}}}]}}""")]
    [InlineData("launchdarkly", """{"flags":{"items":[{"key":"NAME","variations":[],"environments":{"test":{"rules":[RULES]}}}]}}""")]
    public void A_name_as_long_as_a_file_is_not_repeated_for_everything_below_it(string format, string text)
    {
        const int Items = 20_000;
        var source = JsonElement.Parse(text.Replace("NAME", new string('n', 1_000_000), StringComparison.Ordinal)
            .Replace("ITEMS", string.Join(',', Enumerable.Repeat("1", Items)), StringComparison.Ordinal)
            .Replace("RULES", string.Join(',', Enumerable.Repeat("""{"clauses":[]}""", Items)), StringComparison.Ordinal));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var refused = Assert.Throws<SourceException>(() => Formats.Convert(format, source, "x", "x", s_now));

        Assert.InRange(refused.Message.Length, 1, 1_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 500_000_000);   // a copy of the name for each would be 40 GB
    }

    [Fact]
    public void Unleash_strategies_become_the_default_or_segments_and_weights_percents()
    {
        var (file, losses) = Convert("unleash");

        var states = file.Environments[0].FeatureStates;
        Assert.Equal([("new-search", false, false), ("new-search", true, true), ("banner", false, true)], states.Select(each => (each.Feature, each.Segment is not null, each.Enabled)));
        Assert.Equal([new SharePart(0, 30), new SharePart(1, 70)], states[2].MultivariateFeatureStateValues);
        var rule = file.Segments[0].Rules[0];
        Assert.Equal(("NONE", "PERCENTAGE_SPLIT", "25"), (rule.Rules[0].Type, rule.Conditions[0].Operator, rule.Conditions[0].Value));
        Assert.Equal(["simple:marketing", "type:experiment", "type:release"], file.Tags.Select(each => each.Label).Order(StringComparer.Ordinal));
        var paths = losses.Select(each => each.Path).ToList();
        foreach (var path in (string[])["segments[0]", "featureStrategies[2].constraints[0]", "featureStrategies[2]", "dependencies", "contextFields", "features[0].impressionData"]) Assert.Contains(path, paths);
    }

    [Fact]
    public void A_clause_on_the_key_of_LaunchDarkly_asks_for_the_identifier()
    {
        var (file, _) = Convert("launchdarkly");

        var conditions = Conditions(Assert.Single(file.Segments, each => each.Name == "beta (production)").Rules);
        Assert.Contains(new ConditionPart("REGEX", "$.identity.identifier", "^staff-"), conditions);
        Assert.DoesNotContain(conditions, each => each.Property == "key");
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("""{"name":"default","featureName":"f","environment":"e","disabled":true}""", false)]
    [InlineData("""{"name":"default","featureName":"f","environment":"e","constraints":[{"contextName":"t","operator":"DATE_AFTER","value":"2026-01-01"}]}""", false)]
    [InlineData("""{"name":"default","featureName":"f","environment":"e","segments":["7"]}""", false)]
    [InlineData("""{"name":"default","featureName":"f","environment":"e","disabled":true},{"name":"default","featureName":"f","environment":"e"}""", true)]
    public void A_flag_of_Unleash_whose_strategies_cannot_be_carried_is_off_and_the_report_says_why(string strategies, bool isOn)
    {
        var source = $$"""{"features":[{"name":"f"}],"featureEnvironments":[{"featureName":"f","environment":"e","enabled":true}],"featureStrategies":[{{strategies}}]}""";

        var conversion = Formats.Convert("unleash", JsonElement.Parse(source), "p", "", s_now);

        Assert.Equal(isOn, Assert.Single(conversion.Files[0].Environments[0].FeatureStates).Enabled);
        Assert.Equal(!isOn, conversion.Losses.Any(each => each.Path == "featureEnvironments[0]" && each.Reason.Contains("off for everybody", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("flagsmith", "{}", "The file: a list was expected")]
    [InlineData("flagsmith", """[{"name":"a","enabled":"yes"}]""", "[0].enabled: true or false was expected")]
    [InlineData("flagsmith", """[{"enabled":true}]""", "[0].name: a text was expected")]
    [InlineData("flagsmith-dump", """[{"fields":{}}]""", "[0].model: a text was expected")]
    [InlineData("launchdarkly", "[]", "The file: an object was expected")]
    [InlineData("unleash", """{"features":[{"name":"a"}],"featureStrategies":[{"featureName":"a"}]}""", "featureStrategies[0].strategyName: a text was expected")]
    [InlineData("guidon", """{"version":1}""", "The file is no project file")]
    [InlineData("csv", "{}", "There is no format \"csv\"")]
    public void What_is_not_in_its_format_is_refused_with_the_place(string format, string json, string message)
    {
        var refused = Assert.Throws<SourceException>(() => Formats.Convert(format, JsonElement.Parse(json), "p", "e", s_now));

        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tags", """[{"id":1,"label":"t"}]""", "features", """[{"id":1,"name":"f","tags":["one"]}]""", "projects/1/features/?page_size=999[0].tags: a list of whole numbers was expected.")]
    [InlineData("tags", "7", "features", "[]", "projects/1/tags/: a list was expected, and it is Number.")]
    [InlineData("tags", """["\udc00"]""", "features", "[]", "projects/1/tags/[0]: the text is not valid Unicode.")]
    [InlineData("environments", """[{"id":1,"name":"e","api_key":"k","hide_disabled_flags":1}]""", "features", "[]", "environments/?project=1&page_size=999[0].hide_disabled_flags: true or false was expected.")]
    [InlineData("environments", """[{"id":1,"name":"e","api_key":"k"}]""", "featurestates", """[{"id":1,"feature":{"id":"one"}}]""", "features/featurestates/?environment=1&page_size=999[0].feature.id: a whole number was expected.")]
    [InlineData("environments", """[{"id":1,"name":"e","api_key":"k"}]""", "api-keys", """[{"key":"ser.x","expires_at":"soon"}]""", "environments/k/api-keys/[0].expires_at: a time like 2026-11-10T08:00:00Z was expected.")]
    public async Task An_answer_of_another_shape_is_refused_with_its_path_and_field(string one, string first, string two, string second, string message)
    {
        var api = new FlagsmithApi((path, _) => Task.FromResult<JsonElement?>(JsonElement.Parse(Answer(path))), [], [], _ => { });

        var refused = await Assert.ThrowsAsync<SourceException>(() => api.ReadAsync(1, withIdentities: false, default));

        Assert.Equal(message, refused.Message);

        string Answer(string path) => path == "projects/1/" ? """{"id":1,"name":"p"}""" : IsOf(path, one) ? first : IsOf(path, two) ? second : "[]";
        static bool IsOf(string path, string list) => path.Contains($"/{list}/", StringComparison.Ordinal) || path.StartsWith($"{list}/?", StringComparison.Ordinal);
    }

    [Fact]
    public void Segments_that_refer_to_each_other_in_a_circle_end()
    {
        const string Circle = """
            [{"model":"projects.project","pk":1,"fields":{"name":"p"}},{"model":"segments.segment","pk":2,"fields":{"name":"s","project":1}},
             {"model":"segments.segmentrule","pk":3,"fields":{"type":"ALL","segment":2,"rule":null}},
             {"model":"segments.segmentrule","pk":4,"fields":{"type":"ALL","rule":5}},{"model":"segments.segmentrule","pk":5,"fields":{"type":"ALL","rule":4}},
             {"model":"segments.segmentrule","pk":3,"fields":{"type":"ALL","rule":3}}]
            """;

        var refused = Assert.Throws<SourceException>(() => Formats.Convert("flagsmith-dump", JsonElement.Parse(Circle), "p", "e", s_now));

        Assert.Contains("circle", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_of_a_newer_project_file_is_reported()
    {
        var conversion = Formats.Convert("guidon", JsonElement.Parse("""{"project":{"name":"p","mood":1},"environments":[{"name":"e","feature_states":[{"feature":"f","enabled":true,"later":[]}]}]}"""), "", "", s_now);

        Assert.Equal(["project.mood number", "environments[0].feature_states[0].later list"], conversion.Losses.Select(each => $"{each.Path} {each.Kind}"));
    }

    private static IEnumerable<ConditionPart> Conditions(IReadOnlyList<RulePart> rules) => rules.SelectMany(each => each.Conditions.Concat(Conditions(each.Rules)));

    private static (ProjectFile File, IReadOnlyList<Loss> Losses) Convert(string format)
    {
        var json = JsonElement.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "files", format + ".json")));
        var conversion = Formats.Convert(format, json, "Shop", "Staging", s_now);
        return (Assert.Single(conversion.Files), conversion.Losses);
    }
}
