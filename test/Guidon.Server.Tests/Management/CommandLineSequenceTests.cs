using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management;

/// <summary>
/// The requests of the second command line (the Go program; that of npm runs in <c>CommandLineTests</c>), verb after verb. It asks every list for 999, looks
/// identities up by their quoted identifier and writes flags through <c>__future__</c> alone.
/// </summary>
public sealed class CommandLineSequenceTests(ServerFixture fixture) : ReplayedTool(fixture)
{
    private const string All = "?page_size=999";

    [Fact]
    public async Task Status_and_organisations_are_told_by_the_key_alone()
    {
        var version = await Server.AskAsync(HttpStatusCode.OK, "", "GET", "version/");
        Assert.True(Version.Parse(Text(version, "image_tag")) >= new Version(2, 263, 0), "it writes flags from 2.263.0 on");
        Assert.Equal((true, Text(version, "image_tag")), (version.GetProperty("self_hosted_data").GetProperty("has_users").GetBoolean(), Text(version.GetProperty("package_versions"), ".")));
        Assert.NotEqual("", Text(version, "ci_commit_sha"));
        await Server.SignInAsync();
        Assert.True((await Server.AskAsync(HttpStatusCode.OK, "", "GET", "version/")).GetProperty("self_hosted_data").GetProperty("has_logins").GetBoolean());
        var organisation = Assert.Single(await ListAsync("organisations/" + All));
        Assert.Equal("ADMIN", Text(organisation, "role"));
        await Server.ManageAsync(HttpStatusCode.Forbidden, "POST", "api/v1/organisations/", """{"name":"Another"}""");
        await SendAsync("PATCH", $"organisations/{Id(organisation)}/", """{"name":"Renamed","force_2fa":false,"webhook_notification_email":"ops@example.org"}""");
        var renamed = await GetAsync($"organisations/{Id(organisation)}/");
        Assert.Equal(("Renamed", false, "ops@example.org"), (Text(renamed, "name"), renamed.GetProperty("force_2fa").GetBoolean(), Text(renamed, "webhook_notification_email")));
        Assert.Equal(JsonValueKind.Null, (await GetAsync($"organisations/{Id(organisation)}/get-subscription-metadata/")).GetProperty("max_projects").ValueKind);
    }

    [Fact]
    public async Task Projects_and_environments_come_change_and_go()
    {
        var project = await PostAsync("projects/", """{"name":"From the command line","organisation":1}""");
        await PostAsync("projects/", """{"name":"A second one","organisation":1}""");
        var taken = await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", "api/v1/projects/", """{"name":"A second one","organisation":1}""");
        Assert.NotEqual(0, taken.GetProperty("name").GetArrayLength());
        Assert.Contains(await ListAsync($"projects/{All}&organisation=1"), each => Id(each) == Id(project));
        Assert.True((await SendAsync("PATCH", $"projects/{Id(project)}/", """{"hide_disabled_flags":true}""")).GetProperty("hide_disabled_flags").GetBoolean());

        var environment = await PostAsync("environments/", $$"""{"name":"Staging","project":{{Id(project)}}}""");
        var path = $"environments/{Text(environment, "api_key")}/";
        Assert.Equal("for tests", Text(await SendAsync("PATCH", path, """{"description":"for tests"}"""), "description"));
        var clone = await SendAsync("POST", path + "clone/", """{"name":"Copy"}""");
        Assert.Equal(["Copy", "Staging"], (await ListAsync($"environments/{All}&project={Id(project)}")).Select(each => Text(each, "name")).Order());
        Assert.Equal(Text(environment, "api_key"), Text(await GetAsync(path + "document/"), "api_key"));
        var key = await PostAsync(path + "api-keys/", """{"name":"server"}""");
        Assert.StartsWith("ser.", Text(key, "key"), StringComparison.Ordinal);
        Assert.Equal(Id(key), Id(Assert.Single(await ListAsync(path + "api-keys/" + All))));
        await DeleteAsync($"{path}api-keys/{Id(key)}/");
        await DeleteAsync($"environments/{Text(clone, "api_key")}/");
        await DeleteAsync($"projects/{Id(project)}/");
        await Server.ManageAsync(HttpStatusCode.NotFound, "GET", $"api/v1/projects/{Id(project)}/");
    }

    [Fact]
    public async Task Features_take_values_of_any_kind_and_variants_change_by_any_part()
    {
        foreach (var (name, value, text) in ((string, string, string)[])[("cli_int", "7", "7"), ("cli_bool", "true", "true"), ("cli_text", "\"a b\"", "a b"), ("cli_json", "\"{\\\"a\\\":1}\"", "{\"a\":1}")])
            Assert.Equal(text, Text(await PostAsync("projects/1/features/", $$"""{"name":"{{name}}","initial_value":{{value}}}"""), "initial_value"));
        Assert.Equal(4, (await ListAsync($"projects/1/features/{All}&search=cli_")).Count);
        var feature = await PostAsync("projects/1/features/", """{"name":"cli_variants","initial_value":"v1"}""");
        var path = $"projects/1/features/{Id(feature)}/";
        await SendAsync("PATCH", path, """{"is_archived":true}""");
        Assert.Equal("cli_variants", Text(Assert.Single(await ListAsync($"projects/1/features/{All}&is_archived=true")), "name"));
        var inSegment = (await ListAsync($"projects/1/features/{All}&environment=1&segment=2")).ToDictionary(each => Text(each, "name"), each => each.GetProperty("segment_feature_state"));
        Assert.Equal((true, 100), (inSegment["page_size"].GetProperty("enabled").GetBoolean(), inSegment["page_size"].GetProperty("feature_state_value").GetInt32()));
        Assert.Equal(JsonValueKind.Null, inSegment["cli_variants"].ValueKind);
        var option = await PostAsync(path + "mv-options/", $$"""{"type":"unicode","string_value":"v2","default_percentage_allocation":60,"feature":{{Id(feature)}}}""");
        Assert.Equal("fast", Text(await SendAsync("PATCH", $"{path}mv-options/{Id(option)}/", """{"key":"fast"}"""), "key"));
        Assert.Equal("v3", Text(await SendAsync("PATCH", $"{path}mv-options/{Id(option)}/", """{"string_value":"v3"}"""), "string_value"));
        var full = await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", $"api/v1/{path}mv-options/", $$"""{"type":"unicode","string_value":"v4","default_percentage_allocation":41,"feature":{{Id(feature)}}}""");
        Assert.Equal("Invalid percentage allocation: the total must not exceed 100.", full.GetProperty("default_percentage_allocation")[0].GetString());
        Assert.Single(await ListAsync(path + "mv-options/" + All));
        await DeleteAsync($"{path}mv-options/{Id(option)}/");
        await DeleteAsync(path);
    }

    [Fact]
    public async Task Flags_are_switched_set_and_overridden_for_segments_in_one_place()
    {
        var feature = await PostAsync("projects/1/features/", """{"name":"cli_flag","initial_value":"off"}""");
        var flag = $"api/__future__/environments/{Server.ClientKey}/features/{Id(feature)}/";
        await Server.ManageAsync(HttpStatusCode.OK, "PATCH", flag, """{"environment_default":{"enabled":true}}""");
        await Server.ManageAsync(HttpStatusCode.OK, "PATCH", flag, """{"environment_default":{"value":{"type":"string","value":"on"}}}""");
        var served = await Server.ReadFlagAsync("cli_flag");
        Assert.Equal(("on", true), (served.Text, served.Enabled));
        await Server.ManageAsync(HttpStatusCode.OK, "PATCH", flag, """{"environment_default":{"enabled":false}}""");
        served = await Server.ReadFlagAsync("cli_flag");
        Assert.Equal(("on", false), (served.Text, served.Enabled));

        var segment = await PostAsync("projects/1/segments/", """{"name":"cli_segment","rules":[{"type":"ALL","rules":[],"conditions":[{"property":"plan","operator":"EQUAL","value":"pro"}]}]}""");
        await SendAsync("PUT", $"projects/1/segments/{Id(segment)}/", """{"name":"cli_segment","project":1,"rules":[{"type":"ANY","rules":[],"conditions":[{"property":"plan","operator":"EQUAL","value":"team"}]}]}""");
        Assert.Contains(await ListAsync("projects/1/segments/" + All), each => Text(each, "name") == "cli_segment");
        var rule = Assert.Single((await GetAsync($"projects/1/segments/{Id(segment)}/")).GetProperty("rules").EnumerateArray());
        Assert.Equal(("ANY", "team"), (Text(rule, "type"), Text(Assert.Single(rule.GetProperty("conditions").EnumerateArray()), "value")));
        var written = await Server.ManageAsync(HttpStatusCode.OK, "PATCH", flag, $$"""{"segment_overrides":[{"segment":{"id":{{Id(segment)}}},"enabled":false},{"segment":{"id":2},"enabled":true}]}""");
        Assert.Equal([0, 1], written.GetProperty("segment_overrides").EnumerateArray().Select(each => each.GetProperty("priority").GetInt32()));
        written = await Server.ManageAsync(HttpStatusCode.OK, "PATCH", flag, $$"""{"segment_overrides":[{"segment":{"id":2},"priority":0},{"segment":{"id":{{Id(segment)}}},"priority":1}]}""");
        Assert.Equal(["2:0", $"{Id(segment)}:1"], written.GetProperty("segment_overrides").EnumerateArray().Select(each => $"{Id(each.GetProperty("segment"))}:{each.GetProperty("priority")}"));
        written = await Server.ManageAsync(HttpStatusCode.OK, "PATCH", flag, $$"""{"segment_overrides":[{"segment":{"id":{{Id(segment)}}},"priority":0},{"segment":{"id":2},"priority":1}]}""");
        var rest = await Server.ManageAsync(HttpStatusCode.OK, "DELETE", $"{flag}segment-overrides/{Id(segment)}/");
        Assert.Equal(0, Assert.Single(rest.GetProperty("segment_overrides").EnumerateArray()).GetProperty("priority").GetInt32());
        Assert.NotEqual("", Text(await Server.ManageAsync(HttpStatusCode.NotFound, "DELETE", $"{flag}segment-overrides/{Id(segment)}/"), "detail"));
        await DeleteAsync($"projects/1/segments/{Id(segment)}/");
        await Server.ManageAsync(HttpStatusCode.NotFound, "GET", $"api/v1/projects/1/segments/{Id(segment)}/");
    }

    [Theory]
    [InlineData("cli user")]
    [InlineData("cli+user/of Grüße")]
    public async Task An_identity_is_overridden_by_its_identifier(string identifier)
    {
        var identities = $"environments/{Server.ClientKey}/identities/";
        var quoted = $"{identities}{All}&q={Uri.EscapeDataString($"\"{identifier}\"")}";
        if ((await ListAsync(quoted)).Count == 0) await PostAsync(identities, JsonSerializer.Serialize(new { identifier }));
        var states = $"{identities}{Id(Assert.Single(await ListAsync(quoted)))}/featurestates/";
        var feature = Id(await Server.FeatureAsync("banner_text"));
        var made = await PostAsync(states, $$"""{"feature":{{feature}},"enabled":true,"feature_state_value":"for you"}""");
        Assert.Equal(Id(made), Id(Assert.Single(await ListAsync($"{states}{All}&feature={feature}"))));
        await SendAsync("PUT", $"{states}{Id(made)}/", $$"""{"feature":{{feature}},"enabled":false,"feature_state_value":"still for you"}""");
        await DeleteAsync($"{states}{Id(made)}/");
        Assert.Empty(await ListAsync($"{states}{All}&feature={feature}"));
    }

    [Fact]
    public async Task A_long_list_is_followed_by_path_and_query_of_next()
    {
        // One with its rows as requests write them, the others copied beside it.
        var project = Id(await PostAsync("projects/", """{"name":"Long","organisation":1}"""));
        var first = Id(await PostAsync($"projects/{project}/features/", """{"name":"long_0"}"""));
        await Server.SqlAsync(
            $"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1499)
            INSERT INTO feature (uuid, project_id, name, type, created_at, default_enabled, is_server_key_only, is_archived)
            SELECT lower(printf('00000000-0000-4000-8000-%012d', i)), project_id, 'long_' || i, type, created_at, 0, 0, 0 FROM n, feature WHERE id = {first}
            """);
        HashSet<string> seen = [];
        List<int> sizes = [];
        for (var next = $"api/v1/projects/{project}/features/{All}"; next.Length > 0;)
        {
            var page = await Server.ManageAsync(HttpStatusCode.OK, "GET", next);
            foreach (var feature in page.GetProperty("results").EnumerateArray()) Assert.True(seen.Add(Id(feature)), "each once");
            sizes.Add(page.GetProperty("results").GetArrayLength());
            next = page.GetProperty("next").GetString() is { } address ? new Uri(address).PathAndQuery[1..] : "";
        }

        Assert.Equal([999, 501], sizes);
        Assert.Equal(1_500, seen.Count);
    }
}
