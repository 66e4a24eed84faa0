using System.Net;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Transfers;

/// <summary>A project leaves one server as a file and is the same on another.</summary>
public sealed class ImportTests
{
    private static readonly ServerSettings s_empty = new() { Variables = new Dictionary<string, string> { ["GUIDON_Bootstrap__SampleProject"] = "false" } };

    [Fact]
    public async Task A_project_is_the_same_on_another_server_and_the_second_import_changes_nothing()
    {
        await using var source = await GuidonProcess.StartAsync();
        await using var target = await GuidonProcess.StartAsync(s_empty);
        var file = await source.ExportAsync(1);

        var answer = await target.ImportAsync(file.ToJsonString());
        var again = await target.ImportAsync(file.ToJsonString());

        var project = answer.GetProperty("project").GetInt32();
        Assert.Equal(ProjectFiles.Comparable(file), ProjectFiles.Comparable(await target.ExportAsync(project)));
        Assert.Empty(answer.GetProperty("losses").EnumerateArray());
        Assert.All(again.GetProperty("tallies").EnumerateArray(), each => Assert.Equal(0, each.GetProperty("created").GetInt32() + each.GetProperty("updated").GetInt32() + each.GetProperty("deleted").GetInt32()));
        foreach (var identity in (string[])["guidon-demo", "alice", "bob"])
        {
            var flags = $"api/v1/identities/?identifier={identity}";
            Assert.Equal(await FlagsAsync(source, source.ClientKey, flags), await FlagsAsync(target, source.ClientKey, flags));
        }
    }

    [Fact]
    public async Task A_dry_run_tells_what_would_be_and_stores_nothing()
    {
        await using var source = await GuidonProcess.StartAsync();
        var file = await source.ExportAsync(1);
        file["project"]!["name"] = "Copy";
        file["project"]!["uuid"] = null;

        foreach (var spelling in (string[])["true", "True", "1"])
        {
            var plan = await source.ImportAsync(file.ToJsonString(), $"?dry_run={spelling}");

            Assert.True(plan.GetProperty("dry_run").GetBoolean());
            Assert.Contains("feature 8/0/0", ProjectFiles.Tallies(plan));
            Assert.Contains("environments[name=Development].api_key", plan.GetProperty("losses").EnumerateArray().Select(each => each.GetProperty("path").GetString()));
        }

        var refused = await source.ImportAsync(file.ToJsonString(), "?dry_run=yes&mode=replaced", expected: HttpStatusCode.BadRequest);
        Assert.Equal(["Must be true or false.", "Must be merge or replace."], ((string[])["dry_run", "mode"]).Select(name => refused.GetProperty(name)[0].GetString()));
        using var projects = await source.Management.GetAsync("api/v1/projects/");
        Assert.Equal(1, JsonElement.Parse(await projects.Content.ReadAsStringAsync()).GetArrayLength());
    }

    [Fact]
    public async Task Merging_keeps_what_the_file_lacks_and_replacing_removes_it()
    {
        await using var server = await GuidonProcess.StartAsync();
        var file = await server.ExportAsync(1);
        await server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/projects/1/features/", """{"name":"later"}""");
        file["features"]!.AsArray()[0]!["description"] = "changed";

        var merged = await server.ImportAsync(file.ToJsonString(), "", "projects/1");
        var replaced = await server.ImportAsync(file.ToJsonString(), "?mode=replace", "projects/1");

        Assert.Contains("feature 0/1/0", ProjectFiles.Tallies(merged));
        Assert.Contains("feature 0/0/1", ProjectFiles.Tallies(replaced));
        Assert.Equal(ProjectFiles.Comparable(file), ProjectFiles.Comparable(await server.ExportAsync(1)));
    }

    [Fact]
    public async Task What_new_environments_start_with_is_a_change_that_is_recorded()
    {
        await using var server = await GuidonProcess.StartAsync();
        var file = await server.ExportAsync(1);
        var feature = file["features"]!.AsArray()[0]!;
        (feature["initial_value"], feature["default_enabled"]) = ("other", !(bool)feature["default_enabled"]!);

        await server.ImportAsync(file.ToJsonString(), "", "projects/1");

        var record = Assert.Single((await server.ManageAsync(HttpStatusCode.OK, "GET", "api/v1/organisations/1/audit/?source=import&details=true")).GetProperty("results").EnumerateArray());
        Assert.Equal("FEATURE", record.GetProperty("related_object_type").GetString());
        Assert.Equal(["initial_value", "default_enabled"], record.GetProperty("change_details").EnumerateArray().Select(each => each.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task What_an_import_brings_is_marked_and_receivers_are_made_with_it_and_once()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync();
        await server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/organisations/1/webhooks/", $$"""{"url":"{{receiver.Address}}"}""");
        var file = $$"""
            {"format":"guidon-project","version":1,"project":{"name":"Brought"},"features":[{"name":"brought"}],
             "segments":[{"uuid":"7c9c8ee0-0000-4000-8000-000000000001","name":"brought","rules":[{"type":"ALL"}]}],
             "environments":[{"name":"Live","feature_states":[{"feature":"brought","enabled":true}],
               "integrations":[{"integration":"webhook","settings":{"url":"{{receiver.Address}}"} },{"integration":"webhook","settings":{"url":"{{receiver.Address}}"} }]}]}
            """;

        var plan = await server.ImportAsync(file, "?dry_run=true");
        Assert.Single((await server.GetAsync("destinations")).GetProperty("results").EnumerateArray());
        var answer = await server.ImportAsync(file);

        Assert.Equal(ProjectFiles.Tallies(plan), ProjectFiles.Tallies(answer));
        Assert.Contains("integration 1/0/0", ProjectFiles.Tallies(answer));
        Assert.Equal(2, (await server.GetAsync("destinations")).GetProperty("results").GetArrayLength());
        await Eventually.TrueAsync("the organisation's webhook is told of feature and segment", () => Told("FEATURE") && Told("SEGMENT"));
        Assert.All(receiver.Requests, request => Assert.Equal("import", request.Json.GetProperty("data").GetProperty("source").GetString()));
        var records = (await server.ManageAsync(HttpStatusCode.OK, "GET", "api/v1/organisations/1/audit/?source=import")).GetProperty("results").EnumerateArray().ToList();
        Assert.All(records, record => Assert.Equal("import", record.GetProperty("source").GetString()));
        Assert.Superset(
            new HashSet<string?>(["Destination created: webhook", "Feature created: brought", "Segment created: brought", "Environment created: Live", "Project created: Brought"]),
            records.Select(record => record.GetProperty("log").GetString()).ToHashSet());
        Assert.Equal("[]", (await server.ManageAsync(HttpStatusCode.OK, "GET", "api/guidon/v1/audit/verification")).GetRawText());

        bool Told(string type) => receiver.Requests.Select(request => request.Json).Any(json =>
            json.GetProperty("event_type").GetString() == "AUDIT_LOG_CREATED" && json.GetProperty("data").GetProperty("related_object_type").GetString() == type);
    }

    [Theory]
    [InlineData("""{"format":"guidon-project","version":9,"project":{"name":"p"}}""", "version")]
    [InlineData("""{"format":"other","version":1,"project":{"name":"p"}}""", "format")]
    [InlineData("""{"format":"guidon-project","version":1,"project":{"name":"p"},"features":[{"name":"a"},{"name":"A"}]}""", "features")]
    [InlineData("""{"format":"guidon-project","version":1,"project":{"name":"p"},"environments":[{"name":"e","feature_states":[{"feature":"nobody","enabled":true}]}]}""", "environments")]
    [InlineData("""{"format":"guidon-project","version":1,"project":{"name":"p"},"segments":[{"uuid":"7c9c8ee0-0000-4000-8000-000000000001","name":"s","feature":"s","rules":[{"type":"ALL"}]}]}""", "segments")]
    [InlineData("""{"format":"guidon-project","version":1,"project":{"name":"p"},"segments":[{"uuid":"7c9c8ee0-0000-4000-8000-000000000001","name":"s","rules":[{"type":"ALL","conditions":[{"operator":"REGEX","property":"x","value":"("}]}]}]}""", "segments")]
    public async Task What_is_wrong_with_a_file_is_named_and_nothing_is_stored(string json, string field)
    {
        await using var server = await GuidonProcess.StartAsync(s_empty);

        var refused = await server.ImportAsync(json, expected: HttpStatusCode.BadRequest);

        Assert.True(refused.TryGetProperty(field, out _), refused.ToString());
        using var projects = await server.Management.GetAsync("api/v1/projects/");
        Assert.Equal("[]", await projects.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Hostile_bodies_get_a_clear_answer()
    {
        await using var server = await GuidonProcess.StartAsync(s_empty);

        var deep = await server.ImportAsync(new string('[', 100_000), expected: HttpStatusCode.BadRequest);
        var large = await server.ImportAsync("\"" + new string('x', 66 * 1024 * 1024) + "\"", expected: HttpStatusCode.RequestEntityTooLarge);

        Assert.Equal("parse_error", deep.GetProperty("code").GetString());
        Assert.Contains("67108864 bytes", large.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("alive", (await server.Http.GetAsync("health/live")).IsSuccessStatusCode ? "alive" : "dead");
    }

    [Fact]
    public async Task A_server_that_is_killed_in_the_middle_of_an_import_has_all_of_it_or_nothing()
    {
        await using var first = await GuidonProcess.StartAsync(s_empty);
        var file = Large(features: 300, identities: 500);
        var server = first;
        var kept = 0;
        for (var kill = 0; kill < 6; kill++)
        {
            var import = server.ImportAsync(file);
            // Somewhere in the middle: a few answers of others later.
            for (var calls = 0; calls < 20 * kill && !import.IsCompleted; calls++) await server.Http.GetStringAsync("health/live");
            await server.KillAsync();
            await Record.ExceptionAsync(() => import);
            server = await GuidonProcess.StartAsync(ServerSettings.Again(server));
            using var projects = await server.Management.GetAsync("api/v1/projects/");
            var all = JsonElement.Parse(await projects.Content.ReadAsStringAsync());
            if (all.GetArrayLength() == 0) continue;
            kept++;
            var found = await server.ExportAsync(all[0].GetProperty("id").GetInt32());
            Assert.Equal(300, found["features"]!.AsArray().Count);
            Assert.Equal(600, found["environments"]!.AsArray().Sum(each => each!["feature_states"]!.AsArray().Count));
        }

        await using (server)
        {
            await server.ImportAsync(file);
            var whole = await server.ImportAsync(file);
            Assert.All(whole.GetProperty("tallies").EnumerateArray(), each => Assert.Equal(0, each.GetProperty("created").GetInt32()));
            Assert.InRange(kept, 0, 6);
        }
    }

    private static string Large(int features, int identities)
    {
        var file = new
        {
            format = "guidon-project",
            version = 1,
            project = new { name = "Large" },
            features = Enumerable.Range(0, features).Select(at => new { name = $"feature_{at}", default_enabled = true }),
            environments = ((string[])["Development", "Production"]).Select(name => new
            {
                name,
                feature_states = Enumerable.Range(0, features).Select(at => new { feature = $"feature_{at}", enabled = at % 2 == 0, feature_state_value = $"{name} {at}" }),
                identities = Enumerable.Range(0, identities).Select(at => new { identifier = $"identity {at}", traits = new[] { new { trait_key = "n", trait_value = at } } }),
            }),
        };
        return JsonSerializer.Serialize(file);
    }

    private static async Task<string[]> FlagsAsync(GuidonProcess server, string key, string path)
    {
        var json = await server.ExpectAsync(HttpStatusCode.OK, "GET", path, key);
        return [.. json.GetProperty("flags").EnumerateArray().Select(each => $"{each.GetProperty("feature").GetProperty("name")} {each.GetProperty("enabled")} {each.GetProperty("feature_state_value")}").Order(StringComparer.Ordinal)];
    }
}
