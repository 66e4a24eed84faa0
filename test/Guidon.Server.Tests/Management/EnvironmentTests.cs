using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management;

/// <summary>Environments, their copies and their keys.</summary>
public sealed class EnvironmentTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Environments = "api/v1/environments/";

    private GuidonProcess Server => fixture.Server;

    [Fact]
    public async Task A_new_environment_has_every_feature_as_the_feature_says_and_is_served_at_once()
    {
        var created = await CreateAsync("""{"name":"Staging","project":1,"description":"Before production","banner_text":"STAGING","banner_colour":"#ff0000"}""");
        Assert.Equal(("Staging", 22, "#ff0000", false), (Text(created, "name"), Text(created, "api_key").Length, Text(created, "banner_colour"), created.GetProperty("use_v2_feature_versioning").GetBoolean()));
        Assert.Equal(created.GetRawText(), (await GetAsync($"{Environments}{Text(created, "api_key")}/")).GetRawText());
        Assert.Equal(created.GetRawText(), (await GetAsync($"{Environments}get-by-uuid/{Text(created, "uuid")}/")).GetRawText());
        var flags = (await Server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/flags/", Text(created, "api_key"))).EnumerateArray().ToDictionary(each => Text(each.GetProperty("feature"), "name"));
        Assert.Equal(("Welcome!", true), (Text(flags["banner_text"], "feature_state_value"), flags["dark_mode"].GetProperty("enabled").GetBoolean()));
        Assert.Equal(2, (await GetAsync($"{Environments}{Text(created, "api_key")}/featurestates/?feature_name=checkout_button")).GetProperty("results")[0].GetProperty("multivariate_feature_state_values").GetArrayLength());
        var flag = await GetAsync($"api/__future__/environments/{Text(created, "api_key")}/features/{(await Server.FeatureAsync("page_size")).GetProperty("id")}/");
        Assert.Empty(flag.GetProperty("segment_overrides").EnumerateArray());
    }

    [Fact]
    public async Task A_list_names_its_project()
    {
        Assert.Contains("Development", (await GetAsync(Environments + "?project=1")).GetProperty("results").EnumerateArray().Select(each => Text(each, "name")));
        Assert.Contains("Development", (await GetAsync("api/v1/projects/1/environments/")).EnumerateArray().Select(each => Text(each, "name")));
        Assert.Equal(["project", "code"], (await Server.ManageAsync(HttpStatusCode.BadRequest, "GET", Environments)).EnumerateObject().Select(each => each.Name));
        await Server.ManageAsync(HttpStatusCode.NotFound, "GET", Environments + "?project=77");
        await Server.ManageAsync(HttpStatusCode.NotFound, "POST", Environments, """{"name":"x","project":77}""");
    }

    [Theory]
    [InlineData("""{"name":"Development","project":1}""", "name")]
    [InlineData("""{"name":"x"}""", "project")]
    [InlineData("""{"project":1}""", "name")]
    [InlineData("""{"name":"x","project":1,"banner_colour":"#12345678"}""", "banner_colour")]
    [InlineData("""{"name":"x","project":1,"hide_disabled_flags":"yes"}""", "hide_disabled_flags")]
    public async Task An_environment_that_breaks_a_rule_is_refused_by_the_name_of_the_field(string body, string field) =>
        Assert.Equal([field, "code"], (await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", Environments, body)).EnumerateObject().Select(each => each.Name));

    [Fact]
    public async Task A_change_of_settings_reaches_sdks_and_keeps_what_it_does_not_name()
    {
        var key = Text(await CreateAsync("""{"name":"Hiding","project":1,"description":"kept"}"""), "api_key");
        var changed = await Server.ManageAsync(HttpStatusCode.OK, "PUT", $"{Environments}{key}/", """{"name":"Hidden","project":1,"hide_disabled_flags":true}""");
        Assert.Equal(("Hidden", "kept"), (Text(changed, "name"), Text(changed, "description")));
        var flags = await Server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/flags/", key);
        Assert.All(flags.EnumerateArray(), each => Assert.True(each.GetProperty("enabled").GetBoolean()));
        changed = await Server.ManageAsync(HttpStatusCode.OK, "PATCH", $"{Environments}{key}/", """{"hide_disabled_flags":null,"description":null}""");
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (changed.GetProperty("hide_disabled_flags").ValueKind, changed.GetProperty("description").ValueKind));
    }

    [Fact]
    public async Task A_copy_has_the_states_and_segment_overrides_of_its_source_as_they_are_now()
    {
        await Server.ChangeTextAsync("theme", "copied");
        var copy = await Server.ManageAsync(HttpStatusCode.OK, "POST", $"{Environments}{Server.ClientKey}/clone/", """{"name":"Copy","clone_feature_states_async":true}""");
        Assert.Equal(("Copy", 2, false), (Text(copy, "name"), copy.GetProperty("total_segment_overrides").GetInt32(), copy.GetProperty("is_creating").GetBoolean()));
        var key = Text(copy, "api_key");
        Assert.Equal("copied", Text(await Server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/flags/?feature=theme", key), "feature_state_value"));
        var path = await Server.FlagPathAsync("page_size");
        Assert.Equal((await GetAsync(path)).GetRawText(), (await GetAsync(path.Replace(Server.ClientKey, key, StringComparison.Ordinal))).GetRawText());
        await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", $"{Environments}{Server.ClientKey}/clone/", """{"name":"Copy"}""");
    }

    [Fact]
    public async Task The_document_is_the_one_that_servers_get()
    {
        var document = await GetAsync($"{Environments}{Server.ClientKey}/document/");
        Assert.Equal(document.GetRawText(), (await Server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/environment-document/", Server.ServerKey)).GetRawText());
    }

    [Fact]
    public async Task A_deleted_environment_answers_nobody_and_its_name_is_free()
    {
        var created = await CreateAsync("""{"name":"Brief","project":1}""");
        var key = Text(created, "api_key");
        await Server.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"{Environments}{key}/");
        await Server.ManageAsync(HttpStatusCode.NotFound, "GET", $"{Environments}{key}/");
        await Server.ManageAsync(HttpStatusCode.NotFound, "DELETE", $"{Environments}{key}/");
        await Server.ExpectAsync(HttpStatusCode.Forbidden, "GET", "api/v1/flags/", key);
        await Server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/projects/1/features/", """{"name":"after_brief"}""");
        await CreateAsync("""{"name":"Brief","project":1}""");
    }

    [Fact]
    public async Task A_server_side_key_is_shown_once_works_at_once_and_can_be_switched_off_and_deleted()
    {
        var keys = $"{Environments}{Server.ClientKey}/api-keys/";
        var created = await Server.ManageAsync(HttpStatusCode.Created, "POST", keys, """{"name":"CI"}""");
        var key = Text(created, "key");
        Assert.StartsWith("ser.", key, StringComparison.Ordinal);
        await Server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/environment-document/", key);
        var listed = (await GetAsync(keys)).EnumerateArray().Single(each => Text(each, "name") == "CI");
        Assert.Equal("ser.****" + key[^4..], Text(listed, "key"));
        await Server.ManageAsync(HttpStatusCode.OK, "PATCH", $"{keys}{created.GetProperty("id")}/", """{"active":false}""");
        await Server.ExpectAsync(HttpStatusCode.Forbidden, "GET", "api/v1/environment-document/", key);
        await Server.ManageAsync(HttpStatusCode.OK, "PUT", $"{keys}{created.GetProperty("id")}/", """{"active":true,"name":"CI 2"}""");
        await Server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/environment-document/", key);
        await Server.ManageAsync(HttpStatusCode.OK, "PATCH", $"{keys}{created.GetProperty("id")}/", """{"expires_at":"2020-01-01T00:00:00Z"}""");
        await Server.ExpectAsync(HttpStatusCode.Forbidden, "GET", "api/v1/environment-document/", key);
        await Server.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"{keys}{created.GetProperty("id")}/");
        await Server.ManageAsync(HttpStatusCode.NotFound, "DELETE", $"{keys}{created.GetProperty("id")}/");
        await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", keys, """{"expires_at":"tomorrow"}""");
    }

    private Task<JsonElement> CreateAsync(string body) => Server.ManageAsync(HttpStatusCode.Created, "POST", Environments, body);

    private Task<JsonElement> GetAsync(string path) => Server.ManageAsync(HttpStatusCode.OK, "GET", path);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";
}
