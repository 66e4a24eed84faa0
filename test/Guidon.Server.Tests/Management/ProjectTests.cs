using System.Globalization;
using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management;

/// <summary>Projects and their tags, as the command line and Terraform manage them.</summary>
public sealed class ProjectTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Projects = "api/v1/projects/";

    private GuidonProcess Server => fixture.Server;

    [Fact]
    public async Task A_new_project_is_found_in_lists_by_id_and_by_uuid()
    {
        var created = await CreateAsync("Shop");
        Assert.Equal(("Shop", 1, "NOT_APPLICABLE", false), (Text(created, "name"), created.GetProperty("organisation").GetInt32(), Text(created, "migration_status"), created.GetProperty("use_edge_identities").GetBoolean()));
        Assert.Equal(30, created.GetProperty("stale_flags_limit_days").GetInt32());
        Assert.Equal(created.GetRawText(), (await GetAsync($"{Projects}{Id(created)}/")).GetRawText());
        Assert.Equal(created.GetRawText(), (await GetAsync($"{Projects}get-by-uuid/{Text(created, "uuid")}/")).GetRawText());
        Assert.Equal(["Shop"], (await GetAsync($"{Projects}?uuid={Text(created, "uuid")}")).EnumerateArray().Select(each => Text(each, "name")));
        Assert.Contains("Shop", (await GetAsync(Projects + "?organisation=1")).EnumerateArray().Select(each => Text(each, "name")));
        Assert.Empty((await GetAsync(Projects + "?organisation=77")).EnumerateArray());
    }

    [Theory]
    [InlineData("""{"name":"Sample project","organisation":1}""", "name")]
    [InlineData("""{"name":"x"}""", "organisation")]
    [InlineData("""{"name":"x","organisation":2}""", "organisation")]
    [InlineData("""{"organisation":1}""", "name")]
    [InlineData("""{"name":"x","organisation":1,"feature_name_regex":"("}""", "feature_name_regex")]
    [InlineData("""{"name":"x","organisation":1,"stale_flags_limit_days":0}""", "stale_flags_limit_days")]
    public async Task A_project_that_breaks_a_rule_is_refused_by_the_name_of_the_field(string body, string field) =>
        Assert.Equal([field, "code"], (await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", Projects, body)).EnumerateObject().Select(each => each.Name));

    [Fact]
    public async Task A_change_keeps_what_it_does_not_name_and_a_name_stays_unique()
    {
        var path = $"{Projects}{Id(await CreateAsync("Warehouse"))}/";
        var changed = await Server.ManageAsync(HttpStatusCode.OK, "PATCH", path, """{"hide_disabled_flags":true,"stale_flags_limit_days":7,"feature_name_regex":"[a-z_]+","enable_realtime_updates":false}""");
        Assert.Equal(("Warehouse", true, 7), (Text(changed, "name"), changed.GetProperty("hide_disabled_flags").GetBoolean(), changed.GetProperty("stale_flags_limit_days").GetInt32()));
        changed = await Server.ManageAsync(HttpStatusCode.OK, "PUT", path, """{"name":"Store","organisation":1}""");
        Assert.Equal(("Store", true, "[a-z_]+"), (Text(changed, "name"), changed.GetProperty("hide_disabled_flags").GetBoolean(), Text(changed, "feature_name_regex")));
        await Server.ManageAsync(HttpStatusCode.BadRequest, "PATCH", path, """{"name":"Sample project"}""");
        await Server.ManageAsync(HttpStatusCode.OK, "PATCH", path, """{"name":"Store"}""");
        await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", path + "features/", """{"name":"Upper"}""");
        await Server.ManageAsync(HttpStatusCode.Created, "POST", path + "features/", """{"name":"lower"}""");
    }

    [Fact]
    public async Task A_deleted_project_is_gone_with_all_that_it_had_and_its_name_is_free()
    {
        var project = Id(await CreateAsync("Short lived"));
        var environment = await Server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/environments/", $$"""{"name":"Only","project":{{project}}}""");
        var feature = await Server.ManageAsync(HttpStatusCode.Created, "POST", $"{Projects}{project}/features/", """{"name":"gone"}""");
        var tag = await Server.ManageAsync(HttpStatusCode.Created, "POST", $"{Projects}{project}/tags/", """{"label":"gone"}""");
        await Server.ManageAsync(HttpStatusCode.Created, "POST", $"api/v1/environments/{Text(environment, "api_key")}/integrations/webhook/", """{"url":"http://127.0.0.1:9/"}""");
        await Server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/flags/", Text(environment, "api_key"));

        await Server.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"{Projects}{project}/");

        foreach (var path in (string[])[
            $"{Projects}{project}/", $"{Projects}{project}/features/", $"{Projects}{project}/tags/{Id(tag)}/", $"api/v1/environments/{Text(environment, "api_key")}/",
            $"api/v1/features/get-by-uuid/{Text(feature, "uuid")}/", $"api/v1/environments/get-by-uuid/{Text(environment, "uuid")}/"])
            await Server.ManageAsync(HttpStatusCode.NotFound, "GET", path);
        await Server.ManageAsync(HttpStatusCode.NotFound, "DELETE", $"{Projects}{project}/");
        await Server.ExpectAsync(HttpStatusCode.Forbidden, "GET", "api/v1/flags/", Text(environment, "api_key"));
        Assert.Empty((await GetAsync("api/guidon/v1/destinations")).GetProperty("results").EnumerateArray());
        await CreateAsync("Short lived");
    }

    [Fact]
    public async Task Tags_are_made_changed_found_and_deleted()
    {
        const string tags = Projects + "1/tags/";
        var tag = await Server.ManageAsync(HttpStatusCode.Created, "POST", tags, """{"label":"checkout","description":"Grüße"}""");
        Assert.Equal(("checkout", "#6837FC", "NONE", false), (Text(tag, "label"), Text(tag, "color"), Text(tag, "type"), tag.GetProperty("is_system_tag").GetBoolean()));
        Assert.Equal(tag.GetRawText(), (await GetAsync($"{tags}get-by-uuid/{Text(tag, "uuid")}/")).GetRawText());
        var changed = await Server.ManageAsync(HttpStatusCode.OK, "PUT", $"{tags}{Id(tag)}/", """{"label":"basket","color":"#123456","is_permanent":true}""");
        Assert.Equal(("basket", "Grüße"), (Text(changed, "label"), Text(changed, "description")));
        Assert.Equal(changed.GetRawText(), Assert.Single((await GetAsync(tags)).GetProperty("results").EnumerateArray()).GetRawText());
        var feature = await Server.ManageAsync(HttpStatusCode.Created, "POST", Projects + "1/features/", $$"""{"name":"tagged","tags":[{{Id(tag)}}]}""");
        Assert.Equal((Id(tag), "permanent"), (feature.GetProperty("tags")[0].GetInt32().ToString(CultureInfo.InvariantCulture), Text(feature, "lifecycle_stage")));
        await Server.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"{tags}{Id(tag)}/");
        await Server.ManageAsync(HttpStatusCode.NotFound, "GET", $"{tags}{Id(tag)}/");
        Assert.Empty((await GetAsync($"{Projects}1/features/{Id(feature)}/")).GetProperty("tags").EnumerateArray());
        var errors = await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", tags, $$"""{"label":"{{new string('x', 101)}}","color":"#1234567890","description":"{{new string('x', 513)}}"}""");
        Assert.Equal(["code", "color", "description", "label"], errors.EnumerateObject().Select(each => each.Name).Order());
    }

    private Task<JsonElement> CreateAsync(string name) => Server.ManageAsync(HttpStatusCode.Created, "POST", Projects, JsonSerializer.Serialize(new { name, organisation = 1 }));

    private Task<JsonElement> GetAsync(string path) => Server.ManageAsync(HttpStatusCode.OK, "GET", path);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static string Id(JsonElement element) => element.GetProperty("id").GetRawText();
}
