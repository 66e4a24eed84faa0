using System.Net;
using Guidon.Dashboard.Tests.Browser;
using Guidon.Server.Tests.Processes;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;

namespace Guidon.Dashboard.Tests;

public sealed class PeopleTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Administrators_see_who_has_a_second_factor_and_others_do_not()
    {
        await using var server = await GuidonProcess.StartAsync();
        foreach (var name in (string[])["grace@example.org", "ada@example.org"]) await server.JoinAsync(name);
        // Grace switched hers on; Ada began to and did not end it.
        await server.SqlAsync("""
            INSERT INTO second_factor (user_id, sealed_secret, backup_code_hashes, last_step, created_at, confirmed_at) SELECT id, '', '', 0, 0, 1 FROM user_account WHERE email = 'grace@example.org';
            INSERT INTO second_factor (user_id, sealed_secret, backup_code_hashes, last_step, created_at, confirmed_at) SELECT id, '', '', 0, 0, NULL FROM user_account WHERE email = 'ada@example.org'
            """);
        await using var admin = await Window.SignedInAsync(chromium, server);
        await admin.GoAsync("/ui/members");
        var head = admin.Page.Locator("#members thead th");
        await Assertions.Expect(head.Nth(2)).ToHaveTextAsync("Second factor");
        foreach (var (name, has) in ((string, string)[])[("admin@example.org", "no"), ("grace@example.org", "yes"), ("ada@example.org", "no")])
            await Assertions.Expect(admin.Page.Locator("#members tbody tr", new PageLocatorOptions { HasText = name }).Locator("td").Nth(1)).ToHaveTextAsync(has);

        await using var reader = await Window.OpenAsync(chromium, server);
        await reader.SignInAsync("ada@example.org", "a password of mine");
        await reader.GoAsync("/ui/members");
        await Assertions.Expect(reader.Page.Locator("#members thead th")).Not.ToContainTextAsync(["Second factor"]);
        Assert.Empty(admin.Faults.Concat(reader.Faults));
    }

    [Fact]
    public async Task A_group_is_permitted_to_see_one_environment_and_its_member_sees_that_alone()
    {
        await using var server = await GuidonProcess.StartAsync();
        await server.AskAsync(HttpStatusCode.Created, SampleFlags.Key, "POST", "api/v1/environments/", new { name = "Production", project = 1 });
        await server.JoinAsync("grace@example.org");
        await using var admin = await Window.SignedInAsync(chromium, server);
        await admin.GoAsync("/ui/groups");
        await admin.Page.GetByLabel("Name of the new group").FillAsync("Readers");
        await admin.Button("Create group").ClickAsync();
        await admin.Page.GetByLabel("Member to add to Readers").FillAsync("grace@example.org");
        await admin.Button("Add to the group").ClickAsync();
        await admin.SeesAsync("Added to the group.");
        foreach (var (place, permission) in ((string, string)[])[("Project Sample project", "VIEW_PROJECT"), ("Sample project: Development", "VIEW_ENVIRONMENT")])
        {
            await ChooseAsync(admin, place);
            await admin.Page.GetByLabel("Somebody else").SelectOptionAsync("group Readers");
            await admin.Button("Permit something").ClickAsync();
            await admin.Page.GetByLabel(permission).CheckAsync();
            await admin.Button("Save Group Readers").ClickAsync();
            await admin.SeesAsync("Saved. It counts from the next request on.");
        }

        await using var reader = await Window.OpenAsync(chromium, server);
        await reader.SignInAsync("grace@example.org", "a password of mine");

        await Assertions.Expect(reader.Page.Locator(".environments a[aria-current=true]")).ToHaveTextAsync("Development");
        await Assertions.Expect(reader.Page.Locator(".environments").GetByText("Production")).ToHaveCountAsync(0);
        await Assertions.Expect(reader.Page.GetByRole(AriaRole.Switch)).ToHaveCountAsync(0);
        await Assertions.Expect(reader.Page.Locator("#list .dot").First).ToBeVisibleAsync();
        Assert.Empty(admin.Faults);
        Assert.Empty(reader.Faults);
    }

    [Fact]
    public async Task Who_administers_one_project_grants_there_and_is_offered_no_other_place()
    {
        await using var server = await GuidonProcess.StartAsync();
        foreach (var name in (string[])["grace@example.org", "ada@example.org"]) await server.JoinAsync(name);
        await server.PermitAsync("grace@example.org", "projects/1", isAdmin: true);
        await using var window = await Window.OpenAsync(chromium, server);
        await window.SignInAsync("grace@example.org", "a password of mine");
        await window.GoAsync("/ui/access");

        await Assertions.Expect(window.Page.GetByLabel("Where").Locator("option")).ToHaveTextAsync(["Project Sample project", "Sample project: Development"]);
        await window.Page.GetByLabel("Somebody else").SelectOptionAsync("ada@example.org");
        await window.Button("Permit something").ClickAsync();
        await window.Page.GetByRole(AriaRole.Form, new PageGetByRoleOptions { Name = "ada@example.org" }).GetByLabel("VIEW_PROJECT").CheckAsync();
        await window.Button("Save ada@example.org").ClickAsync();

        await window.SeesAsync("Saved. It counts from the next request on.");
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task A_member_becomes_administrator_and_is_removed()
    {
        await using var server = await GuidonProcess.StartAsync();
        await server.JoinAsync("grace@example.org");
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync("/ui/members");
        var row = window.Page.Locator("tbody tr", new PageLocatorOptions { HasText = "grace@example.org" });
        await row.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Make administrator" }).ClickAsync();
        await window.SeesAsync("The role was changed.");
        await Assertions.Expect(row).ToContainTextAsync("administrator");
        await row.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Remove" }).ClickAsync();
        await window.SeesAsync("The member was removed.");
        await Assertions.Expect(row).ToHaveCountAsync(0);
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task A_key_may_only_what_was_granted_until_it_is_revoked()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync("/ui/members");
        await window.Page.GetByLabel("Name of a new key").FillAsync("deploy");
        await window.Page.GetByLabel("only what is granted under permissions").CheckAsync();
        await window.Button("Make a key").ClickAsync();
        var key = "Api-Key " + (await window.Page.GetByLabel("New key", new PageGetByLabelOptions { Exact = true }).TextContentAsync() ?? "").Trim();
        await server.AskAsync(HttpStatusCode.NotFound, key, "GET", "api/v1/projects/1/");
        await ChooseAsync(window, "Project Sample project");
        await window.Page.GetByLabel("Somebody else").SelectOptionAsync("key deploy");
        await window.Button("Permit something").ClickAsync();
        await window.Page.GetByLabel("Everything here").CheckAsync();
        await window.Button("Save Key deploy").ClickAsync();
        await window.SeesAsync("Saved. It counts from the next request on.");
        await server.AskAsync(HttpStatusCode.OK, key, "GET", "api/v1/projects/1/");
        await window.Button("Remove Key deploy").ClickAsync();
        await window.SeesAsync("Nothing is permitted here any more.");
        await server.AskAsync(HttpStatusCode.NotFound, key, "GET", "api/v1/projects/1/");

        await window.GoAsync("/ui/members");
        await window.Button("Revoke deploy").ClickAsync();

        await window.SeesAsync("The key is refused from now on.");
        await server.AskAsync(HttpStatusCode.Unauthorized, key, "GET", "api/v1/projects/1/");
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task The_audit_log_is_filtered_downloaded_and_verified_until_somebody_touches_it()
    {
        await using var server = await GuidonProcess.StartAsync();
        foreach (var name in (string[])["one", "two", "three"]) await server.CreateFeatureAsync(name);
        await server.AskAsync(HttpStatusCode.Created, SampleFlags.Key, "POST", "api/v1/environments/", new { name = "Rehearsal", project = 1 });
        await using (var window = await Window.SignedInAsync(chromium, server))
        {
            await window.GoAsync("/ui/audit");
            await window.Page.GetByLabel("What was done").FillAsync("created: two");
            await Assertions.Expect(window.Page.Locator("#list tbody tr")).ToHaveCountAsync(1);
            await window.Link("created: two").ClickAsync();
            await Assertions.Expect(window.Page.Locator("#record")).ToContainTextAsync("two");
            var download = await window.Page.RunAndWaitForDownloadAsync(() => window.Link("as a table").ClickAsync());
            var lines = (await File.ReadAllTextAsync(await download.PathAsync())).Trim().Split('\n');
            Assert.Equal(2, lines.Length);
            Assert.Contains("created: two", lines[1], StringComparison.Ordinal);
            await window.Link("Verify the chain").ClickAsync();
            await window.SeesAsync("The chain holds.");
            await window.GoAsync("/ui/audit");
            await window.Page.GetByLabel("Where").SelectOptionAsync("Rehearsal");
            var rows = window.Page.Locator("#list tbody tr");
            await Assertions.Expect(rows.Filter(new LocatorFilterOptions { HasNotText = "Rehearsal" })).ToHaveCountAsync(0);
            await Assertions.Expect(rows).Not.ToHaveCountAsync(0);
            Assert.Empty(window.Faults);
        }

        // Several pages, and every record once.
        var project = System.Text.Json.Nodes.JsonNode.Parse((await server.AskAsync(HttpStatusCode.OK, SampleFlags.Key, "GET", "api/guidon/v1/projects/1/export")).GetRawText())!.AsObject();
        for (var at = 0; at < 1_200; at++) project["features"]!.AsArray().Add(new System.Text.Json.Nodes.JsonObject { ["name"] = $"flag_{at}", ["initial_value"] = "1", ["description"] = "One of many.", ["tag_uuids"] = new System.Text.Json.Nodes.JsonArray() });
        await server.AskAsync(HttpStatusCode.OK, SampleFlags.Key, "POST", "api/guidon/v1/projects/1/import", project.ToJsonString());
        await using (var window = await Window.SignedInAsync(chromium, server))
        {
            await window.GoAsync("/ui/audit?kind=FEATURE");
            var download = await window.Page.RunAndWaitForDownloadAsync(() => window.Link("as JSON lines").ClickAsync());
            var ids = (await File.ReadAllLinesAsync(await download.PathAsync())).Select(line => System.Text.Json.JsonElement.Parse(line).GetProperty("id").GetInt64()).ToList();
            Assert.InRange(ids.Count, 1_200, 1_300);
            Assert.Equal(ids.Order().Distinct(), ids);
        }

        await server.StopAsync();
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(server.Folder, "guidon.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE audit_record SET author = 'nobody' WHERE id = 2";
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }

        await using var again = await GuidonProcess.StartAsync(ServerSettings.Again(server));
        await using var later = await Window.SignedInAsync(chromium, again);
        await later.GoAsync("/ui/audit?verify=true");
        await later.SeesAsync("The chain is broken.");
        await later.SeesAsync("Audit record 2 is not as it was written");
    }

    private static async Task ChooseAsync(Window window, string place)
    {
        await window.GoAsync("/ui/access");
        var chosen = (await window.Page.GetByLabel("Where").SelectOptionAsync(place)).Single();
        // The forms of the place before look the same but for where they go.
        await Assertions.Expect(window.Page.Locator("#access form").Last).ToHaveAttributeAsync("action", $"/ui/access?place={Uri.EscapeDataString(chosen)}");
    }
}
