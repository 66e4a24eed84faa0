using System.Net;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.Audit;

/// <summary>Who did what, with the old and the new, found again by its filters, and not to be altered unseen.</summary>
public class AuditTests
{
    private const string Organisation = "api/v1/organisations/1/audit/";
    private const string Key = $"Api-Key {GuidonProcess.ApiKey}";

    /// <summary>How a new server is wanted.</summary>
    protected virtual ServerSettings New() => new();

    [Fact]
    public async Task A_change_is_one_record_with_author_place_and_fields_and_filters_find_it()
    {
        await using var server = await GuidonProcess.StartAsync(New());
        var admin = await server.SignInAsync();
        await server.AskAsync(HttpStatusCode.Created, Key, "POST", "api/v1/projects/1/features/", new { name = "by_key", initial_value = "1" });
        var state = await server.FeatureAsync("by_key");
        await server.AskAsync(HttpStatusCode.OK, admin, "PATCH", $"api/v1/environments/{server.ClientKey}/featurestates/{state.GetProperty("environment_feature_state").GetProperty("id")}/", new { enabled = true });
        await server.AskAsync(HttpStatusCode.Created, admin, "POST", "api/v1/organisations/1/groups/", new { name = "100% team" });

        var all = await ListAsync(server, admin, Organisation);
        Assert.Equal(["Group created: 100% team", "Flag state updated for feature: by_key", "Feature created: by_key", "Session created"], all.Select(each => each.GetProperty("log").GetString()));
        var (group, changed, created, session) = (all[0], all[1], all[2], all[3]);
        Assert.Equal(("First start", JsonValueKind.Null), (created.GetProperty("key_name").GetString(), created.GetProperty("author").ValueKind));
        Assert.Equal("admin@example.org", changed.GetProperty("author").GetProperty("email").GetString());
        Assert.Equal(("Sample project", "Development", "FEATURE_STATE"), (changed.GetProperty("project").GetProperty("name").GetString(), changed.GetProperty("environment").GetProperty("name").GetString(), changed.GetProperty("related_object_type").GetString()));
        var detail = await server.AskAsync(HttpStatusCode.OK, admin, "GET", $"{Organisation}{changed.GetProperty("id")}/");
        Assert.Equal(("UPDATE", """[{"field":"enabled","old":false,"new":true}]"""), (detail.GetProperty("change_type").GetString(), detail.GetProperty("change_details").GetRawText()));

        Assert.Equal([changed.ToString(), created.ToString()], (await ListAsync(server, admin, "api/v1/projects/1/audit/")).Select(each => each.ToString()));
        Assert.Equal(changed.ToString(), Assert.Single(await ListAsync(server, admin, $"api/v1/environments/{server.ClientKey}/audit/")).ToString());
        foreach (var (query, found) in ((string, JsonElement[])[])
            [("search=100%25", [group]), ("search=TEAM", [group]), ("author=1", [group, changed, session]), ("author=First start", [created]), ("related_object_type=FEATURE", [created]),
             ("environments=1&environments=2", [changed]), ("project=1", [changed, created]), ("is_system_event=true", []), ("is_system_event=false", [group, changed, created, session]),
             ($"after_id={created.GetProperty("id")}", [changed, group]), ("to=2020-01-01T00:00:00Z", []), ("from=2020-01-01T00:00:00Z&page_size=1", [group])])
            Assert.Equal((query, string.Concat(found)), (query, string.Concat(await ListAsync(server, admin, $"{Organisation}?{query}"))));
        await server.AskAsync(HttpStatusCode.NotFound, admin, "GET", Organisation + "?page=9");
        using var csv = await server.SendAsync(admin, "GET", Organisation + "?format=csv");
        Assert.Equal(("text/csv", 6), (csv.Content.Headers.ContentType?.MediaType, (await csv.Content.ReadAsStringAsync()).Split('\n').Length));
    }

    [Fact]
    public async Task Filters_select_what_the_whole_list_says_and_what_cannot_be_read_is_refused_and_lines_name_their_next_page()
    {
        await using var server = await GuidonProcess.StartAsync(New());
        var admin = await server.SignInAsync();
        for (var at = 0; at < 4; at++)
        {
            var feature = await server.AskAsync(HttpStatusCode.Created, at % 2 == 0 ? Key : admin, "POST", "api/v1/projects/1/features/", new { name = $"of {at}", tags = Array.Empty<int>() });
            await server.AskAsync(HttpStatusCode.OK, at % 3 == 0 ? Key : admin, "PATCH", $"api/v1/projects/1/features/{feature.GetProperty("id")}/", new { description = "changed" });
            await server.AskAsync(HttpStatusCode.Created, admin, "POST", "api/v1/projects/1/tags/", new { label = $"of {at}" });
        }

        // What the server does by itself has no author.
        await server.SqlAsync("UPDATE audit_record SET is_system_event = TRUE, author = '' WHERE id = 3");
        var all = await ListAsync(server, admin, Organisation);
        var dates = all.Select(each => each.GetProperty("created_date").GetDateTime()).Order().ToList();
        var (from, to) = (dates[3], dates[^3]);
        foreach (var (query, wanted) in ((string, Func<JsonElement, bool>)[])
            [
                ("author=1", each => each.GetProperty("author").ValueKind == JsonValueKind.Object),
                ("author=First start", each => each.GetProperty("key_name").ValueKind == JsonValueKind.String && each.GetProperty("key_name").GetString() == "First start"),
                ("related_object_type=TAG", each => each.GetProperty("related_object_type").GetString() == "TAG"),
                ($"related_object_type=FEATURE&related_object_id={Id(all, "of 1")}", each => each.GetProperty("related_object_type").GetString() == "FEATURE" && each.GetProperty("related_object_id").GetRawText() == Id(all, "of 1")),
                ($"from={from:O}&to={to:O}", each => each.GetProperty("created_date").GetDateTime() >= from && each.GetProperty("created_date").GetDateTime() < to),
                ("is_system_event=true", each => each.GetProperty("is_system_event").GetBoolean()), ("is_system_event=false", each => !each.GetProperty("is_system_event").GetBoolean()), ("is_system_event=", _ => true),
                ("is_system_event=1", each => each.GetProperty("is_system_event").GetBoolean()), ("is_system_event=False", each => !each.GetProperty("is_system_event").GetBoolean()),
            ])
        {
            var expected = all.Where(wanted).Select(each => each.ToString()).ToList();
            Assert.NotEmpty(expected);
            Assert.Equal((query, string.Concat(expected)), (query, string.Concat(await ListAsync(server, admin, $"{Organisation}?{query}"))));
        }

        foreach (var name in (string[])["from", "to", "after_id", "feature", "related_object_id"])
            Assert.True((await server.AskAsync(HttpStatusCode.BadRequest, admin, "GET", $"{Organisation}?{name}=yesterday")).TryGetProperty(name, out _), name);
        List<string> lines = [];
        for (var path = Organisation + "?format=ndjson&page_size=5"; path.Length > 0;)
        {
            using var page = await server.SendAsync(admin, "GET", path);
            lines.AddRange((await page.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
            path = page.Headers.TryGetValues("Link", out var links) ? new Uri(links.Single().Split('<', '>')[1]).PathAndQuery : "";
        }

        Assert.Equal(all.Select(each => each.GetProperty("id").GetInt64()), lines.Select(line => JsonElement.Parse(line).GetProperty("id").GetInt64()));

        static string Id(List<JsonElement> all, string name) => all.First(each => each.GetProperty("log").GetString() == $"Feature created: {name}").GetProperty("related_object_id").GetRawText();
    }

    [Fact]
    public async Task What_the_server_does_by_itself_has_a_record_without_an_author()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => 401;
        await using var server = await GuidonProcess.StartAsync(New() with { Variables = new Dictionary<string, string> { ["GUIDON_Delivery__ProbeSeconds"] = "1" } });
        var admin = await server.SignInAsync();
        await server.CreateAsync("webhook", new { url = receiver.Address });
        await server.EvaluateAsync("alice");
        await Eventually.TrueAsync("it is held", async () => (await server.DestinationAsync("webhook")).GetProperty("state").GetString() == "held");
        receiver.Answer = _ => 200;
        await Eventually.TrueAsync("it goes on", async () => (await server.DestinationAsync("webhook")).GetProperty("state").GetString() == "active");

        var all = await ListAsync(server, admin, Organisation + "?details=true");
        var own = await ListAsync(server, admin, Organisation + "?details=true&is_system_event=true");
        Assert.Equal(["Destination goes on: webhook", "Destination held: webhook"], own.Select(each => each.GetProperty("log").GetString()));
        Assert.All(own, each => Assert.Equal((true, JsonValueKind.Null, JsonValueKind.Null, "Development"), (
            each.GetProperty("is_system_event").GetBoolean(), each.GetProperty("author").ValueKind, each.GetProperty("key_name").ValueKind, each.GetProperty("environment").GetProperty("name").GetString())));
        Assert.Equal("""[{"field":"state","old":"Active","new":"Held"},{"field":"held_reason","old":null,"new":"unauthorized"}]""", own[1].GetProperty("change_details").GetRawText());
        Assert.Equal(["Destination created: webhook", "Session created"], (await ListAsync(server, admin, Organisation + "?is_system_event=false")).Select(each => each.GetProperty("log").GetString()));
        Assert.Equal(4, all.Count);
        Assert.Empty((await server.AskAsync(HttpStatusCode.OK, admin, "GET", "api/guidon/v1/audit/verification")).EnumerateArray());
    }

    [Fact]
    public async Task A_replay_that_is_given_up_after_a_month_has_a_record_without_an_author()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => 400;
        await using var server = await GuidonProcess.StartAsync(New() with { Variables = new Dictionary<string, string> { ["GUIDON_Delivery__ReloadSeconds"] = "1" } });
        await server.CreateAsync("webhook", new { url = receiver.Address });
        await server.EvaluateAsync("alice");
        await server.DrainAsync("webhook");
        receiver.Answer = _ => 503;
        var replay = await server.ReplayAsync(new { destination = 1, mode = "remap_failed" });
        await server.PostAsync($"replays/{replay}/pause", new { });
        Assert.Empty(await ListAsync(server, Key, Organisation + "?is_system_event=true"));

        await server.SqlAsync("UPDATE replay SET created_at = 1, moved_at = 1");

        await Eventually.TrueAsync("it is cancelled", async () => (await server.GetAsync($"replays/{replay}")).GetProperty("state").GetString() == "cancelled");
        var record = Assert.Single(await ListAsync(server, Key, Organisation + "?details=true&is_system_event=true"));
        Assert.Equal($"Replay {replay} cancelled: it stood still for a month", record.GetProperty("log").GetString());
        Assert.Equal(("REPLAY", replay, "UPDATE", JsonValueKind.Null, JsonValueKind.Null, "Development"), (
            record.GetProperty("related_object_type").GetString(), record.GetProperty("related_object_id").GetInt32(), record.GetProperty("change_type").GetString(),
            record.GetProperty("author").ValueKind, record.GetProperty("key_name").ValueKind, record.GetProperty("environment").GetProperty("name").GetString()));
        Assert.Empty((await server.AskAsync(HttpStatusCode.OK, Key, "GET", "api/guidon/v1/audit/verification")).EnumerateArray());
    }

    [Fact]
    public async Task An_application_that_is_dropped_for_want_of_room_has_a_record_without_an_author_and_of_no_organisation()
    {
        await using var server = await GuidonProcess.StartAsync(New() with { Variables = new Dictionary<string, string> { ["GUIDON_Access__ApplicationsMax"] = "2" } });
        await RegisterAsync("first");
        await RegisterAsync("second");
        await server.SqlAsync("UPDATE application SET created_at = 1 WHERE name = 'first'");

        await RegisterAsync("third");

        Assert.Equal(
            ["CREATE Application created: first", "CREATE Application created: second", "CREATE Application created: third", "DELETE Application deleted: first"],
            (await server.SqlAsync("SELECT action || ' ' || summary FROM audit_record WHERE related_type = 'APPLICATION' AND is_system_event AND author = '' AND author_id IS NULL AND organisation_id IS NULL")).Order(StringComparer.Ordinal));
        Assert.Empty((await server.AskAsync(HttpStatusCode.OK, Key, "GET", "api/guidon/v1/audit/verification")).EnumerateArray());

        Task<JsonElement> RegisterAsync(string name) => server.AskAsync(HttpStatusCode.Created, "", "POST", "o/register/", new { client_name = name, redirect_uris = new[] { "https://a.example/" } });
    }

    [Fact]
    public async Task Who_reads_from_a_cursor_while_others_write_gets_every_record_of_its_organisation_once_and_none_of_another()
    {
        await using var server = await GuidonProcess.StartAsync(New());
        var admin = await server.SignInAsync();
        var other = (await server.AskAsync(HttpStatusCode.Created, admin, "POST", "api/v1/organisations/", new { name = "Other" })).GetProperty("id").GetInt32();
        string[] places = [.. Enumerable.Repeat("api/v1/projects/1/features/", 3), $"api/v1/organisations/{other}/groups/"];
        var writing = Task.WhenAll(places.Select((place, author) => Task.Run(async () =>
        {
            for (var n = 0; n < 10; n++) await server.AskAsync(HttpStatusCode.Created, admin, "POST", place, new { name = $"{author} {n}" });
        })));

        var (fed, isOver) = (new List<string>(), false);
        for (var after = 0L; !isOver;)
        {
            // Looked at before the page: what it has not, nobody writes any more.
            var isWritten = writing.IsCompleted;
            var page = await ListAsync(server, Key, $"{Organisation}?after_id={after}&page_size=7&details=true");
            fed.AddRange(page.Select(each => each.ToString()));
            after = page.Count > 0 ? page[^1].GetProperty("id").GetInt64() : after;
            isOver = isWritten && page.Count == 0;
        }

        await writing;
        var all = await ListAsync(server, Key, Organisation + "?details=true");
        Assert.Equal(all.AsEnumerable().Reverse().Select(each => each.ToString()), fed);
        var rows = await server.SqlAsync("SELECT id FROM audit_record WHERE organisation_id = 1 ORDER BY id");
        Assert.Equal(rows, fed.Select(each => JsonElement.Parse(each).GetProperty("id").GetRawText()));
        Assert.Equal(30, fed.Count(each => each.Contains("\"Feature created", StringComparison.Ordinal)));
        Assert.True((await server.SqlAsync("SELECT id FROM audit_record WHERE organisation_id = " + other)).Length >= 10);
        // The whole chain has no gap: what is missing between two records of one organisation is another's.
        var (first, last, count) = (await OneAsync("MIN(id)"), await OneAsync("MAX(id)"), await OneAsync("COUNT(*)"));
        Assert.Equal((1, count), (first, last));

        async Task<long> OneAsync(string what) => long.Parse((await server.SqlAsync($"SELECT {what} FROM audit_record"))[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task A_filter_that_may_look_no_further_says_where_it_stopped_and_next_goes_on_from_there()
    {
        const int more = 100_200;   // than one request looks at
        var (border, hay) = (TimeProvider.System.GetUtcNow().AddDays(1), TimeProvider.System.GetUtcNow().AddDays(2).ToUnixTimeMilliseconds() * 1_000);   // newer than the needle, whenever this runs
        await using var server = await GuidonProcess.StartAsync(New());
        await server.AskAsync(HttpStatusCode.Created, Key, "POST", "api/v1/organisations/1/groups/", new { name = "needle" });
        await server.SqlAsync(
            $"""
            INSERT INTO audit_record (id, created_at, organisation_id, author, related_type, action, summary, fields, is_system_event, hash)
            WITH RECURSIVE numbers (n) AS (SELECT 100 UNION ALL SELECT n + 1 FROM numbers WHERE n < {more})
            SELECT n, {hay} + n, 1, 'somebody', CASE WHEN n % 2 = 0 THEN 'FEATURE' ELSE 'TAG' END, 'UPDATE', 'hay', '[]', {(server.Database is null ? "0" : "FALSE")}, '' FROM numbers
            """);

        foreach (var (filter, first) in ((string, int)[])[("search=needle", 0), ("search=needle&after_id=0", 1), ("related_object_type=GROUP", 1), ($"search=needle&to={border:yyyy-MM-ddTHH:mm:ssZ}", 1)])
        {
            List<int> found = [];
            for (var path = $"{Organisation}?page_size=50&{filter}"; path.Length > 0;)
            {
                var page = await server.AskAsync(HttpStatusCode.OK, Key, "GET", path);
                found.Add(page.GetProperty("results").EnumerateArray().Count(each => each.GetProperty("log").GetString() == "Group created: needle"));
                path = page.GetProperty("next").GetString() is { } next ? new Uri(next).PathAndQuery : "";
            }

            Assert.Equal((filter, first, 1), (filter, found[0], found.Sum()));
        }

        Assert.Equal(10_000, (await server.AskAsync(HttpStatusCode.OK, Key, "GET", $"{Organisation}?search=hay&page_size=50")).GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_search_finds_other_letters_as_they_are_written_and_what_cannot_be_stored_nowhere()
    {
        await using var server = await GuidonProcess.StartAsync(New());
        await server.AskAsync(HttpStatusCode.Created, await server.SignInAsync(), "POST", "api/v1/organisations/1/groups/", new { name = "Ärzte" });
        var environment = $"api/v1/environments/{server.ClientKey}/";
        await server.AskAsync(HttpStatusCode.Created, Key, "POST", environment + "identities/", new { identifier = "Ärzte" });

        foreach (var (search, found) in ((string, int)[])[("Ärz", 1), ("ÄRZ", 1), ("ärz", 0)])
        {
            Assert.Equal((search, found), (search, (await ListAsync(server, Key, $"{Organisation}?search={search}")).Count));
            Assert.Equal((search, found), (search, (await ListAsync(server, Key, $"{environment}identities/?q={search}")).Count));
        }

        foreach (var path in (string[])[
            $"{Organisation}?search=a%00b", $"{Organisation}?author=a%00b", $"{Organisation}?related_object_type=%00", $"{Organisation}?source=%00", $"{environment}identities/?q=a%00b",
            $"{environment}identities/?q=%22%00%22", $"api/guidon/v1/environments/{server.ClientKey}/usage?feature=%00"])
            await server.AskAsync(HttpStatusCode.NotFound, Key, "GET", path);
    }

    [Fact]
    public async Task A_flag_shows_its_own_history_in_one_environment_also_of_what_is_gone()
    {
        await using var server = await GuidonProcess.StartAsync(New());
        var admin = await server.SignInAsync();
        var other = await server.AskAsync(HttpStatusCode.Created, admin, "POST", "api/v1/environments/", new { name = "Other", project = 1 });
        await server.AskAsync(HttpStatusCode.Created, admin, "POST", "api/v1/projects/1/features/", new { name = "noise" });
        await server.AskAsync(HttpStatusCode.Created, Key, "POST", "api/v1/projects/1/features/", new { name = "told", initial_value = "1" });
        var feature = await server.FeatureAsync("told");
        var id = feature.GetProperty("id").GetInt32();
        var state = $"api/v1/environments/{server.ClientKey}/featurestates/{feature.GetProperty("environment_feature_state").GetProperty("id")}/";
        await server.AskAsync(HttpStatusCode.OK, admin, "PATCH", state, new { enabled = true, feature_state_value = "2" });
        var over = await server.AskAsync(HttpStatusCode.OK, admin, "PATCH", $"api/__future__/environments/{server.ClientKey}/features/{id}/", new { segment_overrides = new[] { new { segment = new { id = 2 }, enabled = true } } });
        Assert.Equal(1, over.GetProperty("segment_overrides").GetArrayLength());
        await server.AskAsync(HttpStatusCode.OK, admin, "DELETE", $"api/__future__/environments/{server.ClientKey}/features/{id}/segment-overrides/2/");
        await server.AskAsync(HttpStatusCode.OK, admin, "PATCH", $"api/__future__/environments/{other.GetProperty("api_key").GetString()}/features/{id}/", new { environment_default = new { enabled = true } });
        var history = $"api/guidon/v1/environments/{server.ClientKey}/features/{id}/history";

        var all = await ListAsync(server, admin, history);

        Assert.Equal(
            ["Segment override (pro_customers) deleted for feature: told", "Segment override (pro_customers) created for feature: told", "Flag state updated for feature: told", "Feature created: told"],
            all.Select(each => each.GetProperty("log").GetString()));
        Assert.Equal("admin@example.org", all[2].GetProperty("author").GetProperty("email").GetString());
        Assert.Equal("""[{"field":"enabled","old":false,"new":true},{"field":"feature_state_value","old":"1","new":"2"}]""", all[2].GetProperty("change_details").GetRawText());
        Assert.Equal(all[2].ToString(), Assert.Single(await ListAsync(server, admin, history + "?author=1&related_object_type=FEATURE_STATE&search=STATE UPDATED")).ToString());
        Assert.Equal(5, (await ListAsync(server, admin, $"{Organisation}?feature={id}")).Count);
        await server.AskAsync(HttpStatusCode.NotFound, admin, "GET", $"api/guidon/v1/environments/{server.ClientKey}/features/99999/history");
    }

    [Fact]
    public async Task Secrets_and_identities_are_not_in_any_record()
    {
        await using var server = await GuidonProcess.StartAsync(New());
        var admin = await server.SignInAsync();
        await server.AskAsync(HttpStatusCode.NoContent, admin, "POST", "api/v1/auth/users/set_password/", new { current_password = People.AdminPassword, new_password = "another long secret" });
        await server.AskAsync(HttpStatusCode.Created, admin, "POST", $"api/v1/environments/{server.ClientKey}/integrations/amplitude/", new { api_key = "amplitude-secret-key" });
        var over = await server.AskAsync(HttpStatusCode.OK, admin, "GET", $"api/v1/environments/{server.ClientKey}/featurestates/?anyIdentity=1");
        await server.AskAsync(HttpStatusCode.OK, admin, "PATCH", $"api/v1/environments/{server.ClientKey}/featurestates/{over.GetProperty("results")[0].GetProperty("id")}/", new { enabled = false });
        await server.StopAsync();
        var text = string.Join('\n', await server.SqlAsync("SELECT summary || fields FROM audit_record"));
        Assert.Contains("(hidden)", text, StringComparison.Ordinal);
        Assert.Contains("Identity override (identity ", text, StringComparison.Ordinal);
        foreach (var secret in (string[])["another long secret", "amplitude-secret-key", "guidon-demo"]) Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_identity_with_a_short_name_garbles_no_record()
    {
        await using var server = await GuidonProcess.StartAsync();
        var path = $"api/v1/environments/{server.ClientKey}/identities/";
        var identity = await server.AskAsync(HttpStatusCode.Created, Key, "POST", path, new { identifier = "e" });
        await server.AskAsync(HttpStatusCode.Created, Key, "POST", $"{path}{identity.GetProperty("id")}/featurestates/", new { feature = 1, enabled = true });

        var record = (await ListAsync(server, Key, Organisation + "?related_object_type=FEATURE_STATE"))[0].GetProperty("log").GetString();

        Assert.Matches(@"^Identity override \(identity [0-9a-f]{16}\) created for feature: [a-z_]+$", record);
    }

    [Fact]
    public async Task What_becomes_of_a_person_is_told_to_every_organisation_of_that_person_and_to_no_other()
    {
        await using var server = await GuidonProcess.StartAsync();
        var admin = await server.SignInAsync();
        var second = (await server.AskAsync(HttpStatusCode.Created, admin, "POST", "api/v1/organisations/", new { name = "Second" })).GetProperty("id").GetInt32();
        var link = (await server.AskAsync(HttpStatusCode.Created, admin, "POST", "api/v1/organisations/1/invite-links/", new { role = "USER" })).GetProperty("hash").GetString();
        await server.AskAsync(HttpStatusCode.Created, "", "POST", "api/v1/auth/users/", new { email = "new@example.org", password = "a secret of some length", first_name = "N", invite_hash = link });
        await server.SignInAsync();

        var (ours, theirs) = (await LogsAsync("api/v1/organisations/1/audit/"), await LogsAsync($"api/v1/organisations/{second}/audit/"));

        Assert.Contains("User created: new@example.org", ours);
        Assert.Equal((3, 1), (ours.Count(log => log == "Session created"), theirs.Count(log => log == "Session created")));
        Assert.DoesNotContain(theirs, log => log.Contains("new@example.org", StringComparison.Ordinal));

        async Task<List<string>> LogsAsync(string path) => (await ListAsync(server, admin, path)).ConvertAll(each => each.GetProperty("log").GetString() ?? "");
    }

    [Theory]
    [InlineData("UPDATE audit_record SET author = 'nobody' WHERE id = 2", "Audit record 2 is not as it was written")]
    [InlineData("DELETE FROM audit_record WHERE id = 2", "Audit record 2 is missing")]
    [InlineData("DELETE FROM audit_record WHERE id >= 3", "Audit record 3 is missing")]
    [InlineData("UPDATE audit_record SET id = CASE id WHEN 2 THEN -3 ELSE -2 END WHERE id IN (2, 3); UPDATE audit_record SET id = -id WHERE id < 0", "Audit record 2 is not as it was written, or not where it was")]
    [InlineData("DELETE FROM audit_record WHERE id >= 3; UPDATE audit_head SET records = 2", "The head of the audit records is not as it was written")]
    [Trait("Row", "S11")]
    public async Task The_doctor_names_the_first_record_that_somebody_touched(string sql, string finding)
    {
        await using var server = await GuidonProcess.StartAsync(New());
        foreach (var name in (string[])["one", "two", "three"]) await server.AskAsync(HttpStatusCode.Created, Key, "POST", "api/v1/organisations/1/groups/", new { name });
        Assert.Equal("[]", (await server.AskAsync(HttpStatusCode.OK, Key, "GET", "api/guidon/v1/audit/verification")).GetRawText());
        if (server.Database is null) await server.StopAsync();
        Assert.Equal((0, "All is well.\n"), await DoctorAsync(server));
        await server.SqlAsync(sql);
        var (exitCode, output) = await DoctorAsync(server);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("audit_altered: " + finding, output);
    }

    // A file is looked at while nobody uses it; another engine's rows are asked of a server.
    private static async Task<(int ExitCode, string Output)> DoctorAsync(GuidonProcess server)
    {
        string[] where = server.Database is null ? ["--data", server.Folder] : ["--url", server.Address.ToString()];
        var (exitCode, output, errors) = await GuidonProcess.RunAsync(["doctor", "--verify-audit", .. where], variables: new Dictionary<string, string> { ["GUIDON_API_KEY"] = GuidonProcess.ApiKey });
        return (exitCode, output + errors);
    }

    private static async Task<List<JsonElement>> ListAsync(GuidonProcess server, string authorization, string path) =>
        [.. (await server.AskAsync(HttpStatusCode.OK, authorization, "GET", path)).GetProperty("results").EnumerateArray()];
}
