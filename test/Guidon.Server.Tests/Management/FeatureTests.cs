using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management;

/// <summary>Features and their states, in the shapes that the official clients read.</summary>
public sealed class FeatureTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Features = "api/v1/projects/1/features/";

    private GuidonProcess Server => fixture.Server;

    private string States => $"api/v1/environments/{Server.ClientKey}/featurestates/";

    [Fact]
    public async Task A_new_feature_is_served_at_once_with_its_initial_value_as_text()
    {
        var created = await CreateAsync("""{"name":"limit","initial_value":25,"default_enabled":true,"description":"Grüße","tags":[],"unknown":1}""");
        Assert.Equal(("limit", "25", "STANDARD", 1), (Text(created, "name"), Text(created, "initial_value"), Text(created, "type"), created.GetProperty("project").GetInt32()));
        Assert.EndsWith("Z", Text(created, "created_date"), StringComparison.Ordinal);
        Assert.All((string[])["tags", "owners", "group_owners", "metadata", "multivariate_options"], list => Assert.Equal(JsonValueKind.Array, created.GetProperty(list).ValueKind));
        var (value, enabled, _) = await Server.ReadFlagAsync("limit");
        Assert.Equal(("25", true), (value, enabled));
    }

    [Fact]
    public async Task A_new_feature_with_variants_is_multivariate_and_has_their_shares_in_every_environment()
    {
        var created = await CreateAsync(
            """
            {"name":"hero","initial_value":"a","default_enabled":true,"multivariate_options":[
              {"type":"unicode","string_value":"b","key":"bee","default_percentage_allocation":100},{"type":"int","integer_value":3},{"type":"bool","boolean_value":true}]}
            """);
        Assert.Equal("MULTIVARIATE", Text(created, "type"));
        Assert.Equal(["\"b\"", "3", "true"], created.GetProperty("multivariate_options").EnumerateArray().Select(option =>
            new[] { "string_value", "integer_value", "boolean_value" }.Select(name => option.GetProperty(name).GetRawText()).Single(text => text != "null")));
        var identity = await Server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/identities/?identifier=x&transient=true", Server.ClientKey);
        Assert.Equal("b", identity.GetProperty("flags").EnumerateArray().Single(each => Text(each.GetProperty("feature"), "name") == "hero").GetProperty("feature_state_value").GetString());
    }

    [Fact]
    public async Task A_name_is_taken_whatever_its_case_and_all_errors_come_at_once()
    {
        var errors = await Server.ManageAsync(
            HttpStatusCode.BadRequest, "POST", Features, """{"name":"DARK_mode","default_enabled":"x","multivariate_options":[{"type":"int","key":"control"}]}""");
        Assert.Equal(["code", "default_enabled", "multivariate_options", "name"], errors.EnumerateObject().Select(each => each.Name).Order());
        await CreateAsync("""{"name":"größe"}""");
        var taken = await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", Features, """{"name":"GRÖßE"}""");
        Assert.True(taken.TryGetProperty("name", out _), taken.ToString());
        await CreateAsync($$"""{"name":"{{new string('ä', 2_000)}}"}""");
        await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", Features, $$"""{"name":"{{new string('a', 2_001)}}"}""");
        await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", Features, "{}");
        await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", Features, "[]");
        await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", Features, "nonsense");
    }

    [Fact]
    public async Task A_change_hides_a_feature_from_clients_and_keeps_what_is_fixed_at_creation()
    {
        var id = (await CreateAsync("""{"name":"secret","initial_value":"x"}""")).GetProperty("id");
        var changed = await Server.ManageAsync(
            HttpStatusCode.OK, "PUT", $"{Features}{id}/", """{"name":"other","initial_value":"y","default_enabled":true,"is_server_key_only":true,"description":null}""");
        Assert.Equal(("secret", "x", false, true), (Text(changed, "name"), Text(changed, "initial_value"), changed.GetProperty("default_enabled").GetBoolean(), changed.GetProperty("is_server_key_only").GetBoolean()));
        await Server.ExpectAsync(HttpStatusCode.NotFound, "GET", "api/v1/flags/?feature=secret", Server.ClientKey);
        await Server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/flags/?feature=secret", Server.ServerKey);
    }

    [Fact]
    public async Task A_deleted_feature_is_gone_everywhere()
    {
        var id = (await CreateAsync("""{"name":"short_lived"}""")).GetProperty("id");
        await Server.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"{Features}{id}/");
        await Server.ManageAsync(HttpStatusCode.NotFound, "GET", $"{Features}{id}/");
        await Server.ManageAsync(HttpStatusCode.NotFound, "DELETE", $"{Features}{id}/");
        await Server.ExpectAsync(HttpStatusCode.NotFound, "GET", "api/v1/flags/?feature=short_lived", Server.ClientKey);
    }

    [Fact]
    public async Task Lists_come_in_pages_and_end_with_404()
    {
        var first = await Server.ManageAsync(HttpStatusCode.OK, "GET", Features + "?page_size=3&sort_field=name");
        Assert.Equal(3, first.GetProperty("results").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, first.GetProperty("previous").ValueKind);
        var next = new Uri(Text(first, "next"));
        var second = await Server.ManageAsync(HttpStatusCode.OK, "GET", next.PathAndQuery);
        Assert.True(string.CompareOrdinal(Text(first.GetProperty("results")[2], "name"), Text(second.GetProperty("results")[0], "name")) < 0);
        Assert.Equal("Invalid page.", Text(await Server.ManageAsync(HttpStatusCode.NotFound, "GET", Features + "?page=99"), "detail"));
    }

    [Fact]
    public async Task A_list_with_an_environment_shows_states_and_counts_overrides()
    {
        var feature = await Server.FeatureAsync("banner_text");
        Assert.Equal("Welcome!", Text(feature.GetProperty("environment_feature_state"), "feature_state_value"));
        Assert.Equal((0, 1), (feature.GetProperty("num_segment_overrides").GetInt32(), feature.GetProperty("num_identity_overrides").GetInt32()));
        await Server.ManageAsync(HttpStatusCode.BadRequest, "GET", Features + "?environment=77");
        await Server.ManageAsync(HttpStatusCode.NotFound, "GET", "api/v1/projects/77/features/");
    }

    [Fact]
    public async Task The_states_of_an_environment_are_its_defaults_unless_others_are_asked_for()
    {
        var id = (await Server.FeatureAsync("banner_text")).GetProperty("id");
        var one = Assert.Single(await ListAsync($"?feature={id}"));
        Assert.Equal("Welcome!", Text(one, "feature_state_value"));
        Assert.Equal(Text(one, "uuid"), Text(Assert.Single(await ListAsync("?feature_name=banner_text")), "uuid"));
        var identity = Assert.Single(await ListAsync("?anyIdentity=1"));
        Assert.Equal("guidon-demo", Text(identity.GetProperty("identity"), "identifier"));
        Assert.All(await ListAsync(""), each => Assert.Equal(JsonValueKind.Null, each.GetProperty("feature_segment").ValueKind));
        Assert.All(await ListAsync("?segment=2"), each => Assert.Equal(each.GetProperty("id").GetInt32(), each.GetProperty("feature_segment").GetInt32()));
    }

    [Theory]
    [InlineData("\"text\"", "\"text\"")]
    [InlineData("7", "7")]
    [InlineData("7.5", "\"7.5\"")]
    [InlineData("false", "false")]
    [InlineData("null", "null")]
    [InlineData("""{"type":"unicode","string_value":"typed","integer_value":null,"boolean_value":null}""", "\"typed\"")]
    [InlineData("""{"type":"int","string_value":null,"integer_value":-8}""", "-8")]
    [InlineData("""{"type":"bool","boolean_value":true}""", "true")]
    [InlineData("""{"type":"string","value":"both"}""", "\"both\"")]
    public async Task A_state_takes_its_value_bare_and_as_an_object(string written, string value)
    {
        var id = Assert.Single(await ListAsync("?feature_name=old_search")).GetProperty("id");
        var changed = await Server.ManageAsync(HttpStatusCode.OK, "PUT", $"{States}{id}/", "{\"enabled\":true,\"feature_state_value\":" + written + "}");
        Assert.Equal(value, changed.GetProperty("feature_state_value").GetRawText());
        var flag = await Server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/flags/?feature=old_search", Server.ClientKey);
        Assert.Equal((value, true), (flag.GetProperty("feature_state_value").GetRawText(), flag.GetProperty("enabled").GetBoolean()));
    }

    [Theory]
    [InlineData("""{"enabled":1}""", "enabled")]
    [InlineData("""{"feature_state_value":[1]}""", "feature_state_value")]
    [InlineData("""{"feature_state_value":{"type":"float"}}""", "feature_state_value")]
    [InlineData("""{"multivariate_feature_state_values":[{"multivariate_feature_option":1,"percentage_allocation":101}]}""", "multivariate_feature_state_values")]
    [InlineData("""{"multivariate_feature_state_values":[{"multivariate_feature_option":77,"percentage_allocation":1}]}""", "multivariate_feature_state_values")]
    public async Task A_state_that_breaks_a_rule_is_refused_by_the_name_of_the_field(string body, string field)
    {
        var id = Assert.Single(await ListAsync("?feature_name=checkout_button")).GetProperty("id");
        Assert.Equal([field, "code"], (await Server.ManageAsync(HttpStatusCode.BadRequest, "PATCH", $"{States}{id}/", body)).EnumerateObject().Select(each => each.Name));
    }

    [Fact]
    public async Task Shares_of_a_state_are_changed_one_by_one_up_to_a_hundred()
    {
        var state = Assert.Single(await ListAsync("?feature_name=checkout_button"));
        var path = $"{States}{state.GetProperty("id")}/";
        var option = state.GetProperty("multivariate_feature_state_values")[0].GetProperty("multivariate_feature_option");
        await Server.ManageAsync(HttpStatusCode.BadRequest, "PATCH", path, Body(81));
        var changed = await Server.ManageAsync(HttpStatusCode.OK, "PATCH", path, Body(80));
        Assert.Equal([80d, 20d], changed.GetProperty("multivariate_feature_state_values").EnumerateArray().Select(each => each.GetProperty("percentage_allocation").GetDouble()));
        Assert.Equal(changed.GetRawText(), (await Server.ManageAsync(HttpStatusCode.OK, "GET", path)).GetRawText());

        string Body(int share) => "{\"multivariate_feature_state_values\":[{\"multivariate_feature_option\":" + option + ",\"percentage_allocation\":" + share + "}]}";
    }

    private async Task<List<JsonElement>> ListAsync(string query) =>
        [.. (await Server.ManageAsync(HttpStatusCode.OK, "GET", States + query)).GetProperty("results").EnumerateArray()];

    private Task<JsonElement> CreateAsync(string body) => Server.ManageAsync(HttpStatusCode.Created, "POST", Features, body);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";
}
