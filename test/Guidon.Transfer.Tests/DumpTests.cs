using System.Globalization;
using System.Text.Json;

namespace Guidon.Transfer.Tests;

/// <summary>Which states of a Flagsmith dump are live, and that large dumps are read in one walk.</summary>
public sealed class DumpTests
{
    private const string Place = """
        {"model":"projects.project","pk":1,"fields":{"name":"p"}},{"model":"environments.environment","pk":1,"fields":{"project":1,"name":"e"}},
        {"model":"segments.segment","pk":1,"fields":{"name":"s","project":1}},{"model":"features.feature","pk":1,"fields":{"name":"f","project":1}},
        {"model":"features.featuresegment","pk":1,"fields":{"feature":1,"segment":1,"environment":1,"priority":0}},
        {"model":"identities.identity","pk":1,"fields":{"identifier":"dana","environment":1}}
        """;

    private static readonly DateTimeOffset s_now = new(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_override_that_waits_for_approval_is_not_carried()
    {
        var (states, losses) = Convert(State(1, """ "version":1,"live_from":"2026-01-01T00:00:00Z" """), State(2, """ "version":null,"live_from":null,"feature_segment":1 """));

        Assert.Equal(["1 "], states);
        Assert.Contains("[7].fields It is not live: a change that waits for approval or for its time.", losses);
    }

    [Theory]
    [InlineData("2026-11-26T08:00:00Z", "2 ")]
    [InlineData("2026-11-26T08:00:01Z", "1 ")]
    [InlineData("2026-11-26T09:00:00+02:00", "2 ")]
    public void A_scheduled_state_is_carried_once_its_time_has_come(string from, string expected)
    {
        var (states, _) = Convert(State(1, """ "version":4,"live_from":"2026-01-01T00:00:00Z" """), State(2, $$$""" "version":5,"live_from":"{{{from}}}" """));

        Assert.Equal([expected], states);
    }

    [Fact]
    public void An_override_that_the_newest_version_does_not_have_stays_removed_and_overrides_of_identities_stay()
    {
        var (states, _) = Convert(
            Version("a", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"), Version("b", "2026-02-01T00:00:00Z", "2026-02-01T00:00:00Z"),
            Version("c", "2027-02-01T00:00:00Z", "2026-02-02T00:00:00Z"), Version("d", null, null),
            State(1, """ "version":7,"environment_feature_version":"a" """), State(2, """ "version":7,"environment_feature_version":"a","feature_segment":1 """),
            State(3, """ "version":1,"environment_feature_version":"b" """),
            State(4, """ "version":1,"environment_feature_version":"c" """), State(5, """ "version":1,"environment_feature_version":"d","feature_segment":1 """),
            State(6, """ "version":1,"identity":1 """));

        Assert.Equal(["3 ", "6 dana"], states);
    }

    [Fact]
    public void What_was_deleted_is_not_carried_nor_what_belonged_to_it()
    {
        const string Gone = "\"deleted_at\":\"2026-01-01T00:00:00Z\"";
        var conversion = Formats.Convert("flagsmith-dump", JsonElement.Parse($$$"""
            [{{{Place}}},{"model":"features.feature","pk":2,"fields":{"name":"gone","project":1,{{{Gone}}}}},{{{State(1, """ "version":1 """)}}},
             {"model":"features.featurestate","pk":7,"fields":{"feature":2,"environment":1,"enabled":true,"version":1}},
             {"model":"features.featurestate","pk":8,"fields":{"feature":1,"environment":1,"enabled":true,"version":9,{{{Gone}}}}},
             {"model":"segments.segment","pk":2,"fields":{"name":"gone","project":1,{{{Gone}}}}},{"model":"environments.environment","pk":2,"fields":{"project":1,"name":"gone",{{{Gone}}}}},
             {"model":"projects.project","pk":2,"fields":{"name":"gone",{{{Gone}}}}}]
            """), "", "", s_now);

        var file = Assert.Single(conversion.Files);
        Assert.Equal(("f", "s", "e"), (Assert.Single(file.Features).Name, Assert.Single(file.Segments).Name, Assert.Single(file.Environments).Name));
        Assert.Single(file.Environments[0].FeatureStates);
    }

    [Fact]
    public void A_segment_that_has_no_key_is_read()
    {
        var conversion = Formats.Convert("flagsmith-dump", JsonElement.Parse($$$"""[{{{Place}}},{"model":"segments.segment","fields":{"name":"t","project":1}}]"""), "", "", s_now);

        Assert.Equal(["s", "t"], conversion.Files[0].Segments.Select(each => each.Name));
    }

    [Fact]
    public void A_dump_of_many_identities_is_read_in_one_walk()
    {
        const int Identities = 20_000;
        var rows = Enumerable.Range(2, Identities).Select(id => string.Create(CultureInfo.InvariantCulture, $$$"""{"model":"identities.identity","pk":{{{id}}},"fields":{"identifier":"i{{{id}}}","environment":1}}"""))
            .Concat(Enumerable.Range(0, 5 * Identities).Select(at => string.Create(CultureInfo.InvariantCulture, $$$"""{"model":"traits.trait","pk":{{{at}}},"fields":{"identity":{{{2 + (at / 5)}}},"trait_key":"t{{{at % 5}}}","value_type":"int","integer_value":{{{at}}}}}""")));

        var conversion = Formats.Convert("flagsmith-dump", JsonElement.Parse($"[{Place},{string.Join(',', rows)}]"), "", "", s_now);

        Assert.Equal(5 * Identities, conversion.Files[0].Environments[0].Identities.Sum(each => each.Traits.Count));
    }

    private static string State(int id, string fields) => string.Create(CultureInfo.InvariantCulture, $$$"""{"model":"features.featurestate","pk":{{{id}}},"fields":{"feature":1,"environment":1,"enabled":true,{{{fields}}}}}""");

    private static string Version(string uuid, string? from, string? published) =>
        $$$"""{"model":"feature_versioning.environmentfeatureversion","pk":"{{{uuid}}}","fields":{"feature":1,"environment":1,"live_from":{{{Text(from)}}},"published_at":{{{Text(published)}}}}}""";

    private static string Text(string? value) => value is null ? "null" : $"\"{value}\"";

    // States as the id that they had and whom they are for.
    private static (IReadOnlyList<string> States, IReadOnlyList<string> Losses) Convert(params string[] rows)
    {
        const string Option = """{"model":"multivariate.multivariatefeatureoption","pk":1,"fields":{"feature":1,"type":"unicode","string_value":"v","default_percentage_allocation":0}}""";
        var conversion = Formats.Convert("flagsmith-dump", JsonElement.Parse($"[{Place},{string.Join(',', rows)},{Option}]"), "", "", s_now);
        return ([.. conversion.Files[0].Environments[0].FeatureStates.Select(each => $"{each.HashSeed} {each.Identity ?? each.Segment?.ToString()}")], [.. conversion.Losses.Select(each => $"{each.Path} {each.Reason}")]);
    }
}
