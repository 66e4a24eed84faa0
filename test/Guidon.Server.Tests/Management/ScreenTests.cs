using System.Net;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;
using Guidon.Server.Tests.Transfers;

namespace Guidon.Server.Tests.Management;

/// <summary>Read models of the dashboard: what one screen needs, of the caller's own things alone.</summary>
public sealed class ScreenTests
{
    private const string Key = $"Api-Key {GuidonProcess.ApiKey}";

    [Fact]
    public async Task The_frame_of_somebody_in_several_organisations_is_of_the_chosen_one_and_never_of_a_strangers()
    {
        await using var server = await GuidonProcess.StartAsync();
        var admin = await server.SignInAsync();
        var second = (await server.AskAsync(HttpStatusCode.Created, admin, "POST", "api/v1/organisations/", new { name = "A second" })).GetProperty("id").GetInt32();
        Assert.Equal(2, (await FrameAsync(null)).GetProperty("organisations").GetArrayLength());
        Assert.Equal("A second", (await FrameAsync(second)).GetProperty("organisation_name").GetString());
        var stranger = await FrameAsync(4_711);
        Assert.Equal(1, stranger.GetProperty("organisation").GetInt32());
        Assert.Equal(1, stranger.GetProperty("projects").GetArrayLength());
        // A key belongs to one.
        Assert.Equal(1, (await server.AskAsync(HttpStatusCode.OK, Key, "GET", "api/guidon/v1/frame")).GetProperty("organisations").GetArrayLength());

        async Task<JsonElement> FrameAsync(int? organisation)
        {
            using var answer = await server.SendAsync(admin, "GET", "api/guidon/v1/frame", null, organisation is { } id ? [("X-Organisation", id.ToString())] : []);
            return JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task The_frame_says_what_a_person_may_where_and_names_of_segments_come_without_rules()
    {
        await using var server = await GuidonProcess.StartAsync();
        var admin = await server.SignInAsync();
        var invite = await server.AskAsync(HttpStatusCode.Created, admin, "POST", "api/v1/organisations/1/invites/", new { email = "grace@example.org", role = "USER" });
        await server.AskAsync(HttpStatusCode.Created, "", "POST", "api/v1/auth/users/", new { email = "grace@example.org", password = "a password of mine", invite_hash = invite.GetProperty("hash").GetString() });
        var grace = await server.SignInAsync("grace@example.org", "a password of mine");
        var user = (await server.AskAsync(HttpStatusCode.OK, grace, "GET", "api/v1/auth/users/me/")).GetProperty("id").GetInt32();
        await server.AskAsync(HttpStatusCode.Created, admin, "POST", "api/v1/projects/1/user-permissions/", new { user, admin = false, permissions = new[] { "VIEW_PROJECT", "MANAGE_TAGS" } });
        await server.AskAsync(HttpStatusCode.Created, admin, "POST", $"api/v1/environments/{server.ClientKey}/user-permissions/", new { user, admin = true, permissions = Array.Empty<string>() });

        var (own, all) = (await server.AskAsync(HttpStatusCode.OK, grace, "GET", "api/guidon/v1/frame"), await server.AskAsync(HttpStatusCode.OK, admin, "GET", "api/guidon/v1/frame"));

        Assert.Equal(("[]", "null"), (own.GetProperty("permissions").GetRawText(), own.GetProperty("public_url").GetRawText()));
        Assert.Equal("""["CREATE_PROJECT","MANAGE_USER_GROUPS"]""", all.GetProperty("permissions").GetRawText());
        var project = own.GetProperty("projects")[0];
        Assert.Equal((false, """["VIEW_PROJECT","MANAGE_TAGS"]"""), (project.GetProperty("is_admin").GetBoolean(), project.GetProperty("permissions").GetRawText()));
        var environment = project.GetProperty("environments")[0];
        Assert.Equal((true, 5), (environment.GetProperty("is_admin").GetBoolean(), environment.GetProperty("permissions").GetArrayLength()));
        await server.AskAsync(HttpStatusCode.OK, admin, "PATCH", "api/v1/organisations/1/", new { restrict_project_create_to_admin = true });
        Assert.Equal(2, (await server.AskAsync(HttpStatusCode.OK, admin, "GET", "api/guidon/v1/frame")).GetProperty("permissions").GetArrayLength());
        var names = (await server.AskAsync(HttpStatusCode.OK, grace, "GET", "api/guidon/v1/projects/1/segment-names?feature=1")).EnumerateArray().ToList();
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Equal(2, name.EnumerateObject().Count()));
        await server.AskAsync(HttpStatusCode.NotFound, grace, "GET", "api/guidon/v1/projects/4711/segment-names");
    }

    [Fact]
    public async Task Series_merge_latencies_of_own_destinations_and_know_no_others()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await PreparedInstallation.StartWithNeighbourAsync();
        await server.CreateAsync("webhook", new { url = receiver.Address });
        foreach (var name in (string[])["ann", "bob", "cid"]) await server.EvaluateAsync(name);
        await server.DrainAsync("webhook");
        await Eventually.TrueAsync("a look has stored them", async () => (await SeriesAsync("?hours=1")).GetProperty("total").GetProperty("delivered").GetInt64() == 3);

        var (minutes, hours) = (await SeriesAsync("?hours=1&destination=1"), await SeriesAsync("?hours=24"));

        Assert.Equal((60, 3_600), (minutes.GetProperty("span_seconds").GetInt32(), hours.GetProperty("span_seconds").GetInt32()));
        foreach (var series in (JsonElement[])[minutes, hours])
        {
            Assert.Equal(3, series.GetProperty("spans").EnumerateArray().Sum(span => span.GetProperty("delivered").GetInt64()));
            Assert.Equal(series.GetProperty("total").GetRawText(), Assert.Single(series.GetProperty("destinations").EnumerateArray()).GetProperty("total").GetRawText());
            Assert.InRange(series.GetProperty("total").GetProperty("percentile99").GetDouble(), series.GetProperty("total").GetProperty("median").GetDouble(), double.MaxValue);
        }

        await server.AskAsync(HttpStatusCode.NotFound, Key, "GET", "api/guidon/v1/series?destination=4711");
        Task<JsonElement> SeriesAsync(string query) => server.AskAsync(HttpStatusCode.OK, Key, "GET", "api/guidon/v1/series" + query);
    }

    [Fact]
    public async Task Who_is_in_a_segment_that_came_from_elsewhere_is_shown_as_the_engine_decides()
    {
        await using var server = await GuidonProcess.StartAsync();
        const string Rules = """[{"type":"ALL","conditions":[{"property":"","operator":"PERCENTAGE_SPLIT","value":"50"}],"rules":[]}]""";
        var file = $$"""
            {"format":"guidon-project","version":1,"project":{"name":"Brought"},"features":[{"name":"half"}],
             "segments":[{"uuid":"7c9c8ee0-0000-4000-8000-000000000001","name":"half","hash_seed":4711,"rules":{{Rules}}}],
             "environments":[{"name":"Live","api_key":"brought-key-of-a-test","feature_states":[
               {"feature":"half","enabled":false},{"feature":"half","segment":"7c9c8ee0-0000-4000-8000-000000000001","priority":0,"enabled":true}]}]}
            """;
        var project = (await server.ImportAsync(file)).GetProperty("project").GetInt32();
        var segment = (await server.ManageAsync(HttpStatusCode.OK, "GET", $"api/v1/projects/{project}/segments/")).GetProperty("results")[0].GetProperty("id").GetInt32();
        Assert.NotEqual(4711, segment);
        var within = new HashSet<string?>();
        foreach (var name in Enumerable.Range(0, 10).Select(at => $"person {at}"))
        {
            var identity = await server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/environments/brought-key-of-a-test/identities/", $$"""{"identifier":"{{name}}"}""");
            var flags = await server.ExpectAsync(HttpStatusCode.OK, "GET", $"api/v1/identities/?identifier={name}", "brought-key-of-a-test");
            var isIn = flags.GetProperty("flags")[0].GetProperty("enabled").GetBoolean();
            if (isIn) within.Add(name);
            var listed = await server.ManageAsync(HttpStatusCode.OK, "GET", $"api/v1/projects/{project}/segments/?identity={identity.GetProperty("id")}");
            Assert.Equal(isIn ? 1 : 0, listed.GetProperty("count").GetInt32());
        }

        var (known, unknown) = (await PreviewAsync(segment, HttpStatusCode.OK), await PreviewAsync(4711, HttpStatusCode.BadRequest));

        Assert.InRange(within.Count, 1, 9);
        Assert.Equal(within, known.GetProperty("examples").EnumerateArray().Select(each => each.GetString()).ToHashSet());
        Assert.True(unknown.TryGetProperty("segment", out _), unknown.ToString());
        Task<JsonElement> PreviewAsync(int id, HttpStatusCode expected) =>
            server.ManageAsync(expected, "POST", "api/guidon/v1/environments/brought-key-of-a-test/segment-preview", $$"""{"segment":{{id}},"rules":{{Rules}}}""");
    }

    [Fact]
    public async Task Usage_is_summed_by_day_and_by_feature()
    {
        await using var server = await GuidonProcess.StartAsync();
        using (var reported = await server.Http.SendAsync(server.Request(HttpMethod.Post, "api/v1/analytics/flags/", server.ClientKey, """{"dark_mode":2,"banner_text":5}""")))
            Assert.Equal(HttpStatusCode.OK, reported.StatusCode);
        await Eventually.TrueAsync("they are stored", async () => (await UsageAsync("")).GetProperty("features").GetArrayLength() == 2);
        var (all, one) = (await UsageAsync("?days=2"), await UsageAsync("?feature=dark_mode"));
        Assert.Equal("""[{"name":"banner_text","count":5},{"name":"dark_mode","count":2}]""", all.GetProperty("features").GetRawText());
        Assert.Equal((7, 2), (Sum(all), Sum(one)));
        await server.AskAsync(HttpStatusCode.NotFound, Key, "GET", "api/guidon/v1/environments/nobody/usage");

        Task<JsonElement> UsageAsync(string query) => server.AskAsync(HttpStatusCode.OK, Key, "GET", $"api/guidon/v1/environments/{server.ClientKey}/usage{query}");
        static long Sum(JsonElement usage) => usage.GetProperty("days").EnumerateArray().Sum(day => day.GetProperty("count").GetInt64());
    }

    [Fact]
    public async Task The_history_of_a_feature_has_its_gone_states_and_nothing_of_features_with_similar_names()
    {
        await using var server = await GuidonProcess.StartAsync();
        var ids = new List<int>();
        foreach (var name in (string[])["checkout", "new checkout", "other for feature: checkout"])
            ids.Add((await server.AskAsync(HttpStatusCode.Created, Key, "POST", "api/v1/projects/1/features/", new { name })).GetProperty("id").GetInt32());
        foreach (var id in ids)
        {
            var path = $"api/__future__/environments/{server.ClientKey}/features/{id}/";
            await server.AskAsync(HttpStatusCode.OK, Key, "PATCH", path, new { environment_default = new { enabled = true }, segment_overrides = new[] { new { segment = new { id = 1 }, enabled = false } } });
            await server.AskAsync(HttpStatusCode.OK, Key, "DELETE", $"{path}segment-overrides/1/");
        }

        foreach (var (id, name) in ids.Zip((string[])["checkout", "new checkout", "other for feature: checkout"]))
        {
            var found = (await server.AskAsync(HttpStatusCode.OK, Key, "GET", $"api/v1/projects/1/audit/?feature={id}&details=true")).GetProperty("results").EnumerateArray().ToList();
            Assert.Equal(
                ((string[])["Segment override (NAME) deleted for feature", "Segment override (NAME) created for feature", "Flag state updated for feature", "Feature created"]).Select(words => $"{words}: {name}").Order(StringComparer.Ordinal),
                found.Select(each => System.Text.RegularExpressions.Regex.Replace(each.GetProperty("log").GetString()!, @"\(.*\)", "(NAME)")).Order(StringComparer.Ordinal));
            Assert.Contains(found, each => each.GetProperty("change_details").GetRawText() == """[{"field":"enabled","old":false,"new":true}]""");
        }

        Assert.Equal(0, (await server.AskAsync(HttpStatusCode.OK, Key, "GET", "api/v1/projects/1/audit/?feature=4711")).GetProperty("count").GetInt32());
    }
}
