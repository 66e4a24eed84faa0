using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management;

/// <summary>Variants of a feature, one by one.</summary>
public sealed class VariantTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private GuidonProcess Server => fixture.Server;

    [Fact]
    public async Task The_first_variant_makes_a_feature_multivariate_and_the_last_takes_that_back()
    {
        var (feature, options) = await FeatureAsync("colours");
        var red = await Server.ManageAsync(HttpStatusCode.Created, "POST", options, """{"type":"unicode","string_value":"red","default_percentage_allocation":60,"key":"red","feature":1}""");
        Assert.Equal(("unicode", "red", 60d), (Text(red, "type"), Text(red, "string_value"), red.GetProperty("default_percentage_allocation").GetDouble()));
        Assert.Equal("MULTIVARIATE", Text(await GetAsync(feature), "type"));
        Assert.Equal(red.GetRawText(), (await GetAsync($"api/v1/multivariate/options/get-by-uuid/{Text(red, "uuid")}/")).GetRawText());
        Assert.Equal(red.GetRawText(), Assert.Single((await GetAsync(options)).GetProperty("results").EnumerateArray()).GetRawText());
        var state = (await GetAsync($"api/v1/environments/{Server.ClientKey}/featurestates/?feature_name=colours")).GetProperty("results")[0];
        Assert.Equal(60, state.GetProperty("multivariate_feature_state_values")[0].GetProperty("percentage_allocation").GetDouble());
        await Server.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"{options}{red.GetProperty("id")}/");
        await Server.ManageAsync(HttpStatusCode.NotFound, "GET", $"{options}{red.GetProperty("id")}/");
        await Server.ManageAsync(HttpStatusCode.NotFound, "GET", $"api/v1/multivariate/options/get-by-uuid/{Text(red, "uuid")}/");
        Assert.Equal("STANDARD", Text(await GetAsync(feature), "type"));
    }

    [Fact]
    public async Task Any_part_of_a_variant_is_changed_alone()
    {
        var (_, options) = await FeatureAsync("sizes");
        var created = await Server.ManageAsync(HttpStatusCode.Created, "POST", options, """{"type":"int","integer_value":3,"default_percentage_allocation":100}""");
        var path = $"{options}{created.GetProperty("id")}/";
        Assert.Equal(("big", 3), await ChangedAsync("""{"key":"big"}"""));
        Assert.Equal(("big", 4), await ChangedAsync("""{"integer_value":4}"""));
        Assert.Equal(("big", 4), await ChangedAsync("""{"default_percentage_allocation":50.5}"""));
        Assert.Equal(("large", 5), await ChangedAsync("""{"type":"int","integer_value":5,"string_value":null,"key":"large"}"""));
        var text = await Server.ManageAsync(HttpStatusCode.OK, "PUT", path, """{"type":"unicode","string_value":"XL"}""");
        Assert.Equal(("unicode", "XL", "large"), (Text(text, "type"), Text(text, "string_value"), Text(text, "key")));
        var identity = await Server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/identities/?identifier=x&transient=true", Server.ClientKey);
        Assert.Equal("XL", identity.GetProperty("flags").EnumerateArray().Single(each => Text(each.GetProperty("feature"), "name") == "sizes").GetProperty("feature_state_value").GetString());

        async Task<(string, int)> ChangedAsync(string body)
        {
            var changed = await Server.ManageAsync(HttpStatusCode.OK, "PATCH", path, body);
            return (Text(changed, "key"), changed.GetProperty("integer_value").GetInt32());
        }
    }

    [Fact]
    public async Task Shares_are_at_most_a_whole_by_default_and_in_every_environment()
    {
        var (_, options) = await FeatureAsync("shares");
        var first = await Server.ManageAsync(HttpStatusCode.Created, "POST", options, """{"type":"unicode","string_value":"a","default_percentage_allocation":40,"key":"a"}""");
        var errors = await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", options, """{"type":"unicode","string_value":"b","default_percentage_allocation":61,"key":"a"}""");
        Assert.Equal(["code", "default_percentage_allocation", "key"], errors.EnumerateObject().Select(each => each.Name).Order());
        await Server.ManageAsync(HttpStatusCode.BadRequest, "PATCH", $"{options}{first.GetProperty("id")}/", """{"key":"Control"}""");
        var state = (await GetAsync($"api/v1/environments/{Server.ClientKey}/featurestates/?feature_name=shares")).GetProperty("results")[0];
        await Server.ManageAsync(HttpStatusCode.OK, "PATCH", $"api/v1/environments/{Server.ClientKey}/featurestates/{state.GetProperty("id")}/",
            $$"""{"multivariate_feature_state_values":[{"multivariate_feature_option":{{first.GetProperty("id")}},"percentage_allocation":95}]}""");
        errors = await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", options, """{"type":"unicode","string_value":"b","default_percentage_allocation":10}""");
        Assert.Contains("Development", errors.GetRawText(), StringComparison.Ordinal);
        await Server.ManageAsync(HttpStatusCode.Created, "POST", options, """{"type":"unicode","string_value":"b","default_percentage_allocation":5}""");
    }

    [Fact]
    public async Task A_new_variant_takes_nothing_from_overrides_and_nothing_where_changes_need_approval()
    {
        var (feature, options) = await FeatureAsync("pinned");
        var (id, root) = ((await GetAsync(feature)).GetProperty("id").GetRawText(), $"api/v1/environments/{Server.ClientKey}/");
        var first = (await Server.ManageAsync(HttpStatusCode.Created, "POST", options, """{"type":"unicode","string_value":"a","default_percentage_allocation":30}""")).GetProperty("id").GetRawText();
        var whole = await OverrideAsync("whole", $$"""{"feature":{{id}},"enabled":true,"multivariate_feature_state_values":[{"multivariate_feature_option":{{first}},"percentage_allocation":100}]}""");
        var bare = await OverrideAsync("bare", $$"""{"feature":{{id}},"enabled":true,"feature_state_value":"mine"}""");
        await Server.ManageAsync(HttpStatusCode.Created, "POST", $"{root}features/{id}/create-segment-override/",
            $$"""{"enabled":true,"feature_segment":{"segment":1},"multivariate_feature_state_values":[{"multivariate_feature_option":{{first}},"percentage_allocation":100}]}""");
        var guarded = (await Server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/environments/", """{"name":"Guarded","project":1,"minimum_change_request_approvals":1}""")).GetProperty("api_key").GetString();

        var second = (await Server.ManageAsync(HttpStatusCode.Created, "POST", options, """{"type":"unicode","string_value":"b","default_percentage_allocation":70}""")).GetProperty("id").GetRawText();

        Assert.Equal(["30", "70"], Weights((await FlagAsync(Server.ClientKey)).GetProperty("environment_default")));
        Assert.Equal(["100", "0"], Weights((await FlagAsync(Server.ClientKey)).GetProperty("segment_overrides")[0]));
        Assert.Equal(["30", "0"], Weights((await FlagAsync(guarded)).GetProperty("environment_default")));
        foreach (var (states, value) in ((string, string)[])[(whole, "a"), (bare, "mine")])
        {
            var share = (await GetAsync(states)).GetProperty("results")[0].GetProperty("multivariate_feature_state_values").EnumerateArray().SingleOrDefault(each => each.GetProperty("multivariate_feature_option").GetRawText() == second);
            Assert.True(share.ValueKind == JsonValueKind.Undefined || share.GetProperty("percentage_allocation").GetDouble() == 0, states);
            var flags = await Server.ExpectAsync(HttpStatusCode.OK, "GET", $"api/v1/identities/?identifier={(states == whole ? "whole" : "bare")}", Server.ClientKey);
            Assert.Equal(value, flags.GetProperty("flags").EnumerateArray().Single(each => Text(each.GetProperty("feature"), "name") == "pinned").GetProperty("feature_state_value").GetString());
        }

        async Task<string> OverrideAsync(string identifier, string body)
        {
            var identity = await Server.ManageAsync(HttpStatusCode.Created, "POST", root + "identities/", JsonSerializer.Serialize(new { identifier }));
            var states = $"{root}identities/{identity.GetProperty("id")}/featurestates/";
            await Server.ManageAsync(HttpStatusCode.Created, "POST", states, body);
            return states;
        }

        Task<JsonElement> FlagAsync(string? key) => GetAsync($"api/__future__/environments/{key}/features/{id}/");

        static IEnumerable<string> Weights(JsonElement state) => state.GetProperty("variants").EnumerateArray().Select(each => each.GetProperty("weight").GetRawText());
    }

    private async Task<(string Feature, string Options)> FeatureAsync(string name)
    {
        var created = await Server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/projects/1/features/", JsonSerializer.Serialize(new { name, default_enabled = true }));
        var path = $"api/v1/projects/1/features/{created.GetProperty("id")}/";
        return (path, path + "mv-options/");
    }

    private Task<JsonElement> GetAsync(string path) => Server.ManageAsync(HttpStatusCode.OK, "GET", path);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";
}
