using System.Globalization;
using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.Upkeep;

/// <summary>Links of features, where code names them, and the stages that follow.</summary>
public class UpkeepTests(ServerFixture fixture) : ReplayedTool(fixture)
{
    [Fact]
    public async Task A_link_is_kept_as_it_was_given_and_only_what_can_be_one()
    {
        var path = $"projects/1/features/{Id(await PostAsync("projects/1/features/", """{"name":"linked"}"""))}/feature-external-resources/";
        var made = await PostAsync(path, """{"type":"GITLAB_MR","url":"https://gitlab.example/a/b/-/merge_requests/12","metadata":{"title":"Slow","state":"open"}}""");
        Assert.Equal("open", Text(made.GetProperty("metadata"), "state"));
        foreach (var (body, field) in ((string, string)[])[
            ("""{"type":"GITLAB_MR"}""", "url"), ("""{"url":"https://github.com/a/b/issues/1"}""", "type"), ("""{"type":"JIRA","url":"https://github.com/a/b/issues/1"}""", "type"),
            ("""{"type":"GITHUB_ISSUE","url":"https://github.com/a/b/pull/1"}""", "url"), ("""{"type":"GITHUB_PR","url":"javascript:alert(1)//a/b/pull/1"}""", "url"),
            ("""{"type":"GITHUB_PR","url":"https://me:secret@github.com/a/b/pull/1"}""", "url"), ("""{"type":"GITLAB_MR","url":"https://gitlab.example/a/b/-/merge_requests/12"}""", "url"),
            ("""{"type":"GITHUB_PR","url":"https://github.com/a/b/pull/1","metadata":"x"}""", "metadata"), ($$"""{"type":"GITHUB_PR","url":"https://github.com/{{new string('a', 500)}}/b/pull/1"}""", "url")])
            Assert.Equal(1, (await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", "api/v1/" + path, body)).GetProperty(field).GetArrayLength());

        // A file has it with other spaces.
        var file = (await Server.ManageAsync(HttpStatusCode.OK, "GET", "api/guidon/v1/projects/1/export")).GetRawText();
        var again = (await Server.ManageAsync(HttpStatusCode.OK, "POST", "api/guidon/v1/projects/1/import", file)).GetProperty("tallies").EnumerateArray().Single(each => Text(each, "kind") == "link");
        Assert.Equal((1, 0), (again.GetProperty("unchanged").GetInt32(), again.GetProperty("updated").GetInt32()));

        var link = $"{path}{Id(made)}/";
        Assert.Equal("Slow", Text((await SendAsync("PUT", link, """{"type":"GITHUB_PR","url":"https://github.example/a/b/pull/3"}""")).GetProperty("metadata"), "title"));
        Assert.Equal(JsonValueKind.Null, (await SendAsync("PATCH", link, """{"metadata":null}""")).GetProperty("metadata").ValueKind);
        Assert.Equal("https://github.example/a/b/pull/3", Text(Assert.Single(await ListAsync(path)), "url"));
        await Server.ManageAsync(HttpStatusCode.NotFound, "GET", $"api/v1/projects/1/features/1/feature-external-resources/{Id(made)}/");
        await DeleteAsync(link);
        Assert.Empty(await ListAsync(path));
    }

    [Fact]
    public async Task A_scan_replaces_the_one_before_of_the_same_repository_and_lists_count_what_it_found()
    {
        var (one, two) = (Id(await PostAsync("projects/1/features/", """{"name":"scanned_one"}""")), Id(await PostAsync("projects/1/features/", """{"name":"scanned_two"}""")));
        var taken = await ScanAsync("https://github.com/example/shop/", "abc", ("scanned_one", "src/a b.cs", 3), ("scanned_one", "src/c.cs", 4), ("Scanned_One", "src/d.cs", 5), ("nowhere", "src/d.cs", 6));
        Assert.Equal(("https://github.com/example/shop", "github", 2), (Text(taken, "repository_url"), Text(taken, "vcs_provider"), taken.GetProperty("code_references").GetArrayLength()));
        await ScanAsync("https://gitlab.example/x/y", "v1", provider: "gitlab", ("scanned_one", "z.py", 1));
        var found = (await GetAsync($"projects/1/features/{one}/code-references/")).EnumerateArray().ToList();
        Assert.Equal(
            ["https://github.com/example/shop/blob/abc/src/a%20b.cs#L3", "https://github.com/example/shop/blob/abc/src/c.cs#L4", "https://gitlab.example/x/y/-/blob/v1/z.py#L1"],
            found.SelectMany(each => each.GetProperty("code_references").EnumerateArray()).Select(each => Text(each, "permalink")));
        Assert.Equal("2,1", Counts(await GetAsync($"projects/1/features/{one}/")));
        Assert.Equal("live", Text(await GetAsync($"projects/1/features/{one}/"), "lifecycle_stage"));
        Assert.Equal("new", Text(await GetAsync($"projects/1/features/{two}/"), "lifecycle_stage"));

        await ScanAsync("https://github.com/example/shop", "def", ("scanned_two", "src/e.cs", 1));

        var listed = (await ListAsync("projects/1/features/?environment=1&search=scanned")).ToDictionary(Id);
        Assert.Equal("0,1", Counts(listed[one]));
        Assert.Equal("1", Counts(listed[two]));
        var gone = (await GetAsync($"projects/1/features/{one}/code-references/"))[0];
        Assert.Equal(("def", 0), (Text(gone, "revision"), gone.GetProperty("code_references").GetArrayLength()));
        Assert.True(gone.GetProperty("last_feature_found_at").GetDateTime() < gone.GetProperty("last_successful_repository_scanned_at").GetDateTime());
        foreach (var (body, field) in ((string, string)[])[
            ("""{"repository_url":"https://github.com/a/b","revision":"x"}""", "code_references"), ("""{"repository_url":"ftp://a/b","revision":"x","code_references":[]}""", "repository_url"),
            ("""{"repository_url":"https://a/b","revision":"x","vcs_provider":"cvs","code_references":[]}""", "vcs_provider"), ("""{"repository_url":"https://a/b","code_references":[]}""", "revision"),
            ("""{"repository_url":"https://a/b","revision":"x","code_references":[{"feature_name":"scanned_one","file_path":"a","line_number":0}]}""", "code_references")])
            Assert.Equal(1, (await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", "api/v1/projects/1/code-references/", body)).GetProperty(field).GetArrayLength());
    }

    [Fact]
    public async Task Stages_say_what_is_known_of_change_code_and_use()
    {
        var project = Id(await PostAsync("projects/", """{"name":"Stages","organisation":1}"""));
        var environment = Id(await PostAsync("environments/", $$"""{"name":"Live","project":{{project}}}"""));
        var tag = Id(await PostAsync($"projects/{project}/tags/", """{"label":"stays","is_permanent":true}"""));
        foreach (var name in (string[])["fresh", "young", "old_in_code", "old_used", "old_unused"]) await PostAsync($"projects/{project}/features/", $$"""{"name":"{{name}}"}""");
        await PostAsync($"projects/{project}/features/", $$"""{"name":"old_kept","tags":[{{tag}}]}""");
        var longAgo = Micros(DateTimeOffset.UnixEpoch.AddYears(50));
        await Server.SqlAsync($"UPDATE feature SET created_at = {longAgo}, changed_at = {longAgo} WHERE project_id = {project} AND name LIKE 'old_%'");
        await Server.SqlAsync($"UPDATE feature SET created_at = {longAgo} WHERE project_id = {project} AND name = 'fresh'");
        await Server.ManageAsync(HttpStatusCode.OK, "PATCH", $"api/v1/projects/{project}/", """{"name":"Stages of long ago"}""");   // its documents tell the same as its rows again

        // Nobody scans: what is not known is not said.
        await ExpectAsync("fresh live, young new, old_in_code stale, old_used stale, old_unused stale, old_kept permanent");
        await PostAsync($"projects/{project}/code-references/", """{"repository_url":"https://a.example/b","revision":"x","code_references":[{"feature_name":"fresh","file_path":"a","line_number":1},{"feature_name":"old_in_code","file_path":"a","line_number":2}]}""");
        // Nobody reports use.
        await ExpectAsync("fresh live, young new, old_in_code stale, old_used stale, old_unused stale, old_kept permanent");
        var hour = (await TimeAsync()).ToUnixTimeSeconds() / 3600 * 3600;
        await Server.SqlAsync($"INSERT INTO feature_usage (environment_id, hour, feature_name, count) VALUES ({environment}, {hour}, 'old_used', 5), ({environment}, 3600, 'old_unused', 5)");
        await ExpectAsync("fresh live, young new, old_in_code stale, old_used needs_monitoring, old_unused to_remove, old_kept permanent");

        async Task ExpectAsync(string stages)
        {
            var wanted = stages.Split(", ").Select(each => each.Split(' ')).ToDictionary(each => each[0], each => each[1]);
            var listed = (await ListAsync($"projects/{project}/features/?environment={environment}")).ToDictionary(each => Text(each, "name"), each => Text(each, "lifecycle_stage"));
            Assert.Equal(wanted.OrderBy(each => each.Key), listed.OrderBy(each => each.Key));
            var counts = await GetAsync($"environments/{environment}/feature-lifecycle-counts/");
            foreach (var stage in counts.EnumerateObject())
            {
                Assert.Equal((stage.Name, wanted.Count(each => each.Value == stage.Name)), (stage.Name, stage.Value.GetInt32()));
                Assert.Equal(stage.Value.GetInt32(), (await ListAsync($"projects/{project}/features/?environment={environment}&lifecycle_stage={stage.Name}")).Count);
            }

            Assert.Equal(6, counts.EnumerateObject().Count());
        }
    }

    [Fact]
    public async Task Links_code_and_health_go_with_their_project()
    {
        var project = Id(await PostAsync("projects/", """{"name":"Going","organisation":1}"""));
        var environment = await PostAsync("environments/", $$"""{"name":"Live","project":{{project}}}""");
        var feature = Id(await PostAsync($"projects/{project}/features/", """{"name":"going"}"""));
        await PostAsync($"projects/{project}/features/{feature}/feature-external-resources/", """{"type":"GITHUB_ISSUE","url":"https://github.com/a/b/issues/1"}""");
        await PostAsync($"projects/{project}/code-references/", """{"repository_url":"https://a.example/b","revision":"x","code_references":[{"feature_name":"going","file_path":"a","line_number":1}]}""");
        var address = new Uri(Text(await PostAsync($"projects/{project}/feature-health/providers/", """{"name":"Webhook"}"""), "webhook_url")).AbsolutePath[1..];
        await Server.AskAsync(HttpStatusCode.OK, "", "POST", address, new { feature = "going", environment = "Live", status = "unhealthy" });
        string[] tables = ["feature_external_resource", "code_reference", "feature_health_event"];
        foreach (var table in tables) Assert.Equal(["1"], await Server.SqlAsync($"SELECT COUNT(*) FROM {table} WHERE feature_id = {feature}"));
        await DeleteAsync($"environments/{Text(environment, "api_key")}/");
        Assert.Equal(["0"], await Server.SqlAsync($"SELECT COUNT(*) FROM feature_health_event WHERE feature_id = {feature}"));

        await DeleteAsync($"projects/{project}/");

        foreach (var table in tables) Assert.Equal(["0"], await Server.SqlAsync($"SELECT COUNT(*) FROM {table} WHERE feature_id = {feature}"));
        foreach (var table in (string[])["code_repository", "feature_health_provider"]) Assert.Equal(["0"], await Server.SqlAsync($"SELECT COUNT(*) FROM {table} WHERE project_id = {project}"));
        await Server.AskAsync(HttpStatusCode.NotFound, "", "POST", address, new { feature = "going", status = "unhealthy" });
        Assert.Empty(await Server.FindingsAsync());
    }

    private Task<JsonElement> ScanAsync(string url, string revision, params (string Feature, string Path, int Line)[] places) => ScanAsync(url, revision, "github", places);

    private Task<JsonElement> ScanAsync(string url, string revision, string provider, params (string Feature, string Path, int Line)[] places) => Server.ManageAsync(
        HttpStatusCode.Created, "POST", "api/v1/projects/1/code-references/",
        JsonSerializer.Serialize(new { repository_url = url, vcs_provider = provider, revision, code_references = places.Select(each => new { feature_name = each.Feature, file_path = each.Path, line_number = each.Line }) }));

    // The server's, by which it counts hours.
    private async Task<DateTimeOffset> TimeAsync()
    {
        using var answer = await Server.Http.GetAsync("health/live");
        return answer.Headers.Date ?? throw new InvalidOperationException("no date");
    }

    private static string Micros(DateTimeOffset time) => (time.ToUnixTimeMilliseconds() * 1_000).ToString(CultureInfo.InvariantCulture);

    private static string Counts(JsonElement feature) => string.Join(',', feature.GetProperty("code_references_counts").EnumerateArray().Select(each => each.GetProperty("count").GetInt32()));
}
