using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management;

/// <summary>Rows of the management checklist that belong to no noun: permissions, concurrency, pages, slashes, usage.</summary>
public sealed class ManagementRows(ServerFixture fixture) : ReplayedTool(fixture)
{
    private const string Admin = $"Api-Key {GuidonProcess.ApiKey}";

    [Fact]
    public async Task Who_may_write_one_part_of_a_flag_is_refused_with_the_other_and_nothing_is_written()
    {
        var person = await Server.SignInAsync();
        foreach (var (permission, own, foreign) in ((string, object, object)[])[
            ("UPDATE_FEATURE_STATE", new { environment_default = new { enabled = true } }, new { segment_overrides = new[] { new { segment = new { id = 2 }, enabled = false } } }),
            ("MANAGE_SEGMENT_OVERRIDES", new { segment_overrides = new[] { new { segment = new { id = 2 }, enabled = true } } }, new { environment_default = new { enabled = false } })])
        {
            var made = await Server.AskAsync(HttpStatusCode.Created, person, "POST", "api/v1/organisations/1/master-api-keys/", new { name = permission, is_admin = false });
            var key = $"Api-Key {Text(made, "key")}";
            var id = (await Server.AskAsync(HttpStatusCode.OK, person, "GET", "api/v1/organisations/1/master-api-keys/")).GetProperty("results").EnumerateArray().Single(each => Text(each, "name") == permission).GetProperty("id").GetInt32();
            var flag = await Server.FlagPathAsync("banner_text");
            await Server.AskAsync(HttpStatusCode.NotFound, key, "PATCH", flag, own);
            var grants = $"api/v1/environments/{Server.ClientKey}/master-api-key-permissions/";
            var grant = Id(await Server.AskAsync(HttpStatusCode.Created, person, "POST", grants, new { master_api_key = id, permissions = new[] { "VIEW_ENVIRONMENT" } }));
            await Server.AskAsync(HttpStatusCode.OK, key, "GET", flag);
            foreach (var method in (string[])["PATCH", "PUT"])
            {
                foreach (var body in (object[])["{}", own, foreign]) Assert.Equal("Not found.", Text(await Server.AskAsync(HttpStatusCode.NotFound, key, method, flag, body), "detail"));
            }

            Assert.Equal("Not found.", Text(await Server.AskAsync(HttpStatusCode.NotFound, key, "DELETE", flag + "segment-overrides/2/"), "detail"));
            // The permission for one part is enough, whatever else the caller may see.
            await Server.AskAsync(HttpStatusCode.OK, person, "PUT", $"{grants}{grant}/", new { master_api_key = id, permissions = new[] { permission } });
            await Server.AskAsync(HttpStatusCode.NotFound, key, "GET", flag);
            await Server.AskAsync(HttpStatusCode.OK, key, "PATCH", flag, own);
            await Server.AskAsync(HttpStatusCode.OK, key, "PATCH", flag, "{}");
            await Server.AskAsync(permission == "UPDATE_FEATURE_STATE" ? HttpStatusCode.Forbidden : HttpStatusCode.NotFound, key, "DELETE", flag + "segment-overrides/1/");
            var before = (await Server.AskAsync(HttpStatusCode.OK, Admin, "GET", flag)).GetRawText();
            await Server.AskAsync(HttpStatusCode.Forbidden, key, "PATCH", flag, foreign);
            Assert.Equal(before, (await Server.AskAsync(HttpStatusCode.OK, Admin, "GET", flag)).GetRawText());
        }
    }

    [Fact]
    public async Task Fifty_writes_of_both_parts_of_one_flag_at_once_lose_none()
    {
        var feature = await PostAsync("projects/1/features/", """{"name":"contended","initial_value":"0"}""");
        var segment = await PostAsync("projects/1/segments/", """{"name":"contended","rules":[{"type":"ALL","rules":[],"conditions":[]}]}""");
        var flag = $"api/__future__/environments/{Server.ClientKey}/features/{Id(feature)}/";
        await Task.WhenAll(Enumerable.Range(1, 50).Select(n => Server.ManageAsync(
            HttpStatusCode.OK, "PATCH", flag, n % 2 == 0
                ? $$$$"""{"environment_default":{"value":{"type":"integer","value":"{{{{n}}}}"}}}"""
                : $$$$"""{"segment_overrides":[{"segment":{"id":{{{{Id(segment)}}}} },"value":{"type":"integer","value":"{{{{n}}}}"}}]}""")));
        var history = await Server.ManageAsync(HttpStatusCode.OK, "GET", $"api/guidon/v1/environments/{Server.ClientKey}/features/{Id(feature)}/history?related_object_type=FEATURE_STATE");
        // The oldest first; what a record found is what the one before it left, so none overwrote another unseen.
        var written = history.GetProperty("results").EnumerateArray().Reverse().SelectMany(each => each.GetProperty("change_details").EnumerateArray()
            .Where(field => Text(field, "field") == "feature_state_value" && field.GetProperty("new").ValueKind == JsonValueKind.Number)
            .Select(field => (State: each.GetProperty("related_object_id").GetRawText(), Old: field.GetProperty("old").ToString(), New: field.GetProperty("new").GetInt32()))).ToList();
        Assert.Equal(Enumerable.Range(1, 50), written.Select(each => each.New).Order());
        var states = written.ToLookup(each => each.State);
        Assert.Equal(2, states.Count);
        foreach (var state in states) Assert.Equal(state.SkipLast(1).Select(each => each.New.ToString(System.Globalization.CultureInfo.InvariantCulture)), state.Skip(1).Select(each => each.Old));
        var last = await Server.ManageAsync(HttpStatusCode.OK, "GET", flag);
        foreach (var (part, isEven) in ((JsonElement, bool)[])[(last.GetProperty("environment_default"), true), (last.GetProperty("segment_overrides")[0], false)])
            Assert.Equal(states.Single(state => int.IsEvenInteger(state.Last().New) == isEven).Last().New.ToString(System.Globalization.CultureInfo.InvariantCulture), Text(part.GetProperty("value"), "value"));
    }

    [Theory]
    [InlineData("organisations/")]
    [InlineData("organisations/1/invites/")]
    [InlineData("organisations/1/groups/")]
    [InlineData("organisations/1/webhooks/")]
    [InlineData("organisations/1/audit/")]
    [InlineData("projects/1/audit/")]
    [InlineData("projects/1/tags/")]
    [InlineData("projects/1/features/")]
    [InlineData("projects/1/features/8/mv-options/")]
    [InlineData("projects/1/segments/")]
    [InlineData("projects/1/segments/2/associated-features/")]
    [InlineData("projects/1/feature-exports/")]
    [InlineData("projects/1/feature-imports/")]
    [InlineData("environments/{k}/audit/")]
    [InlineData("environments/?project=1")]
    [InlineData("environments/{k}/featurestates/")]
    [InlineData("environments/{k}/identities/")]
    [InlineData("features/featurestates/?environment=1")]
    [InlineData("features/feature-segments/?environment=1&feature=2")]
    public async Task Every_list_of_pages_keeps_to_page_and_size_and_ends_with_404(string path)
    {
        path = path.Replace("{k}", Server.ClientKey, StringComparison.Ordinal);
        var and = path.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        var whole = await GetAsync(path);
        Assert.Equal(["count", "next", "previous", "results"], whole.EnumerateObject().Select(each => each.Name));
        var (count, pages) = (whole.GetProperty("count").GetInt32(), 1);
        List<string> seen = [];
        for (var more = true; more; pages++)
        {
            var page = await GetAsync($"{path}{and}page={pages}&page_size=2");
            Assert.Equal(count, page.GetProperty("count").GetInt32());
            Assert.InRange(page.GetProperty("results").GetArrayLength(), 0, 2);
            seen.AddRange(page.GetProperty("results").EnumerateArray().Select(Id));
            more = page.GetProperty("next").ValueKind != JsonValueKind.Null;
        }

        Assert.Equal(whole.GetProperty("results").EnumerateArray().Select(Id), seen);
        foreach (var none in (string[])[$"page={pages}&page_size=2", "page=0", "page=abc", "page=-1"])
            Assert.Equal("Invalid page.", Text(await Server.ManageAsync(HttpStatusCode.NotFound, "GET", $"api/v1/{path}{and}{none}"), "detail"));
        foreach (var size in (string[])["0", "1000", "abc"]) Assert.Equal(whole.GetProperty("results").GetRawText(), (await GetAsync($"{path}{and}page_size={size}")).GetProperty("results").GetRawText());
    }

    [Fact]
    public async Task A_missing_last_slash_is_no_other_path_and_no_redirect()
    {
        await Server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/projects/1/tags", """{"label":"bare","color":"#3d4db6"}""");
        var made = await Server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/projects/1/features", """{"name":"bare"}""");
        await Server.ManageAsync(HttpStatusCode.OK, "PATCH", $"api/__future__/environments/{Server.ClientKey}/features/{Id(made)}", """{"environment_default":{"enabled":true}}""");
        Assert.True((await Server.ReadFlagAsync("bare")).Enabled);
    }

    [Fact]
    public async Task What_sdks_asked_is_counted_by_day_and_kind_in_what_the_caller_may_see()
    {
        await using var server = await GuidonProcess.StartAsync();
        for (var n = 0; n < 3; n++) await server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/flags/", server.ClientKey);
        for (var n = 0; n < 2; n++) await server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/identities/?identifier=alice", server.ClientKey);
        await server.ExpectAsync(HttpStatusCode.OK, "POST", "api/v1/identities/", server.ClientKey, """{"identifier":"bob"}""");
        await server.ExpectAsync(HttpStatusCode.OK, "POST", "api/v1/traits/", server.ClientKey, """{"identity":{"identifier":"bob"},"trait_key":"plan","trait_value":"pro"}""");
        await server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/environment-document/", server.ServerKey);
        await server.ExpectAsync(HttpStatusCode.Forbidden, "GET", "api/v1/flags/", "unknown");
        await server.StopAsync();
        await using var again = await GuidonProcess.StartAsync(ServerSettings.Again(server) with { Variables = new Dictionary<string, string> { ["GUIDON_Access__UsageQueriesPerMinute"] = "100" } });
        const string Usage = "api/v1/organisations/1/usage-data/";

        var days = (await again.AskAsync(HttpStatusCode.OK, Admin, "GET", Usage)).EnumerateArray().ToList();

        Assert.InRange(days.Count, 1, 2);   // midnight may have passed
        Assert.Equal((3, 3, 1, 1), (Sum("flags"), Sum("identities"), Sum("traits"), Sum("environment_document")));
        Assert.Equal(JsonValueKind.Object, days[0].GetProperty("labels").ValueKind);
        Assert.Equal(8, (await again.AskAsync(HttpStatusCode.OK, Admin, "GET", Usage + "total-count/")).GetProperty("count").GetInt64());
        foreach (var (query, found) in ((string, int)[])[("project_id=1", days.Count), ("environment_id=1&period=90_day_period", days.Count), ("environment_id=2", 0), ("project_id=9", 0), ("period=previous_billing_period", 0), ("user_agent=x", 0)])
            Assert.Equal((query, found), (query, (await again.AskAsync(HttpStatusCode.OK, Admin, "GET", $"{Usage}?{query}")).GetArrayLength()));

        int Sum(string kind) => days.Sum(day => day.GetProperty(kind).GetInt32());
    }
}
