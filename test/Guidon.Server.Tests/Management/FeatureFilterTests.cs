using System.Text.Json;

namespace Guidon.Server.Tests.Management;

/// <summary>Each filter of the feature list against the same question asked of the whole list.</summary>
public sealed class FeatureFilterTests(ServerFixture fixture) : ReplayedTool(fixture)
{
    [Fact]
    public async Task Filters_and_orders_are_what_the_whole_list_says()
    {
        var (one, two) = (Id(await PostAsync("projects/1/tags/", """{"label":"one","color":"#111111"}""")), Id(await PostAsync("projects/1/tags/", """{"label":"two","color":"#222222"}""")));
        var group = Id(await PostAsync("organisations/1/groups/", """{"name":"filterers"}"""));
        string[] tags = ["", one, two, $"{one},{two}"];
        for (var n = 0; n < 24; n++)
        {
            var (owners, groups) = (n % 4 == 0 ? "1" : "", n % 3 == 0 ? group : "");
            await PostAsync("projects/1/features/", $$"""{"name":"{{(n % 2 == 0 ? "Even" : "odd")}}_{{n}}","description":"{{(n % 5 == 0 ? "Five" : "")}}","initial_value":"value {{n % 6}}","default_enabled":{{(n % 3 == 0 ? "true" : "false")}},"is_archived":{{(n % 7 == 0 ? "true" : "false")}},"tags":[{{tags[n % 4]}}],"owners":[{{owners}}],"group_owners":[{{groups}}]}""");
        }

        var all = await ListAsync("projects/1/features/?environment=1");
        foreach (var (query, wanted) in (IReadOnlyList<(string, Func<JsonElement, bool>)>)
        [
            ("search=EVEN_1", each => Text(each, "name").Contains("even_1", StringComparison.OrdinalIgnoreCase)),
            ("search=five", each => each.GetProperty("description").GetString()?.Contains("five", StringComparison.OrdinalIgnoreCase) == true),
            ("tags=", each => Tags(each).Count == 0), ($"tags={one}", each => Tags(each).Contains(one)),
            ($"tags={one},{two}&tag_strategy=INTERSECTION", each => Tags(each).Contains(one) && Tags(each).Contains(two)),
            ($"tags={one},{two}&tag_strategy=UNION", each => Tags(each).Contains(one) || Tags(each).Contains(two)),
            ("is_archived=1", each => each.GetProperty("is_archived").GetBoolean()), ("is_enabled=True", each => State(each).GetProperty("enabled").GetBoolean()), ("is_enabled=0", each => !State(each).GetProperty("enabled").GetBoolean()),
            ("is_archived=true", each => each.GetProperty("is_archived").GetBoolean()), ("is_archived=false", each => !each.GetProperty("is_archived").GetBoolean()),
            ("type=MULTIVARIATE", each => Text(each, "type") == "MULTIVARIATE"), ("owners=1", each => Has(each, "owners", "1")), ($"group_owners={group}", each => Has(each, "group_owners", group)),
            ("is_enabled=true", each => State(each).GetProperty("enabled").GetBoolean()), ("is_enabled=false", each => !State(each).GetProperty("enabled").GetBoolean()),
            ("value_search=VALUE 3", each => State(each).GetProperty("feature_state_value").ToString().Contains("value 3", StringComparison.Ordinal)),
            ($"is_enabled=true&tags={two}&search=e", each => State(each).GetProperty("enabled").GetBoolean() && Tags(each).Contains(two) && (Text(each, "name") + each.GetProperty("description")).Contains('e', StringComparison.OrdinalIgnoreCase)),
            ("lifecycle_stage=new", each => Text(each, "lifecycle_stage") == "new"),
        ])
        {
            var expected = all.Where(wanted).Select(Id).ToList();
            Assert.Equal((query, string.Join(',', expected)), (query, string.Join(',', (await ListAsync($"projects/1/features/?environment=1&{query}")).Select(Id))));
        }

        Assert.Equal(all.Select(each => Text(each, "name")).Order(StringComparer.OrdinalIgnoreCase), (await ListAsync("projects/1/features/?sort_field=name")).Select(each => Text(each, "name")));
        foreach (var name in (string[])["is_archived", "is_enabled"])
            Assert.Equal(1, (await Server.ManageAsync(System.Net.HttpStatusCode.BadRequest, "GET", $"api/v1/projects/1/features/?environment=1&{name}=maybe")).GetProperty(name).GetArrayLength());
        Assert.Equal(JsonValueKind.True, all[0].GetProperty("is_num_identity_overrides_complete").ValueKind);
        Assert.Equal(JsonValueKind.Null, (await ListAsync("projects/1/features/"))[0].GetProperty("is_num_identity_overrides_complete").ValueKind);
        Assert.Equal(all.Select(Id).Reverse(), (await ListAsync("projects/1/features/?sort_field=created_date&sort_direction=DESC")).Select(Id));
    }

    private static List<string> Tags(JsonElement feature) => [.. feature.GetProperty("tags").EnumerateArray().Select(each => each.GetRawText())];

    private static bool Has(JsonElement feature, string owners, string id) => feature.GetProperty(owners).EnumerateArray().Any(each => Id(each) == id);

    private static JsonElement State(JsonElement feature) => feature.GetProperty("environment_feature_state");
}
