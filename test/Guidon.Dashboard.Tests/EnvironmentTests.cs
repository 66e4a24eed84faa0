using System.Net;
using Guidon.Dashboard.Tests.Browser;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;
using Microsoft.Playwright;

namespace Guidon.Dashboard.Tests;

public sealed class EnvironmentTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task An_environment_is_renamed_and_hides_flags_that_are_off()
    {
        await using var server = await GuidonProcess.StartAsync();
        await server.CreateFeatureAsync("is_off");
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync("environment");
        await window.Page.GetByLabel("Name", Exactly).FillAsync("Staging");
        await window.Page.GetByLabel("Flags that are off").SelectOptionAsync("true");
        await window.Page.Locator("label.switch-field", new PageLocatorOptions { HasText = "Browsers and phones may set traits" }).ClickAsync();

        await window.Button("Save environment").ClickAsync();

        await window.SeesAsync("The environment was saved.");
        await Assertions.Expect(window.Page.Locator("h1")).ToHaveTextAsync("Staging");
        await Eventually.TrueAsync("SDKs no longer get it", async () => !(await server.FlagsOfAsync("ada")).Contains("is_off", StringComparison.Ordinal));
        var stored = await server.AskAsync(HttpStatusCode.OK, SampleFlags.Key, "GET", $"api/v1/environments/{server.ClientKey}/");
        Assert.False(stored.GetProperty("allow_client_traits").GetBoolean());
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task Events_are_kept_as_long_as_somebody_says_and_a_wrong_number_is_named()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync("environment");
        await window.Page.GetByLabel("Days that they are kept").FillAsync("400");
        await window.Button("Save event policy").ClickAsync();
        await window.SeesAsync("Must be from 1 to 90.");
        await window.Page.GetByLabel("Days that they are kept").FillAsync("14");
        await window.Page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = "Left out" }).FillAsync("email\nphone");

        await window.Button("Save event policy").ClickAsync();

        await window.SeesAsync("From now on events are kept like this.");
        var policy = await server.AskAsync(HttpStatusCode.OK, SampleFlags.Key, "GET", $"api/guidon/v1/environments/{server.ClientKey}/retention");
        Assert.Equal((14, """["email","phone"]"""), (policy.GetProperty("days").GetInt32(), policy.GetProperty("drop_traits").GetRawText()));
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task A_project_whose_only_environment_is_deleted_can_be_exported_and_gets_another()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync("environment");
        await window.Page.GetByLabel("Type its name to confirm").FillAsync("Development");
        await window.Button("Delete environment").ClickAsync();
        await window.SeesAsync("Development was deleted.");
        await window.Link("Project").First.ClickAsync();
        var download = await window.Page.RunAndWaitForDownloadAsync(() => window.Link("Download project").ClickAsync());
        Assert.Contains("Sample project", await File.ReadAllTextAsync(await download.PathAsync()), StringComparison.Ordinal);
        await window.GoAsync("/");
        await window.Page.GetByLabel("Name", Exactly).FillAsync("Next");

        await window.Button("Create environment").ClickAsync();

        await window.SeesAsync("Next is there.");
        await Assertions.Expect(window.Page.Locator("h1")).ToHaveTextAsync("Features");
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task What_was_not_saved_gives_way_to_what_somebody_else_saved_and_a_long_name_is_told()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync("environment");
        await window.Page.GetByLabel("Description").FillAsync("half a sentence");
        await window.SeesAsync("Not saved yet.");
        await window.GoAsync("features");
        await server.AskAsync(HttpStatusCode.OK, SampleFlags.Key, "PATCH", $"api/v1/environments/{server.ClientKey}/", new { allow_client_traits = false });

        await window.GoAsync("environment");

        await window.SeesAsync("This was changed since you wrote here.");
        await Assertions.Expect(window.Page.GetByLabel("Description")).ToHaveValueAsync("");
        await Assertions.Expect(window.Page.Locator("input[name=allow_client_traits]")).Not.ToBeCheckedAsync();
        await window.GoAsync("environments/new");
        await window.Page.GetByLabel("Name", Exactly).FillAsync(new string('ж', 1_900));
        await window.Button("Create environment").ClickAsync();
        await window.SeesAsync("… is there.");
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task A_copy_has_the_same_states_and_only_its_typed_name_deletes_it()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync("environment");
        await window.Page.GetByLabel("Name of the copy").FillAsync("Copy");
        await window.Button("Copy environment").ClickAsync();
        await window.SeesAsync("Copy is there");
        await window.ReadyAsync();
        var key = new Uri(window.Page.Url).AbsolutePath.Split('/')[5];
        using (var copied = await server.Http.SendAsync(server.Request(HttpMethod.Get, "api/v1/flags/", key))) Assert.Equal(HttpStatusCode.OK, copied.StatusCode);

        await window.Page.GetByLabel("Type its name to confirm").FillAsync("copy");
        await window.Button("Delete environment").ClickAsync();
        await window.SeesAsync("Nothing was deleted: the name that was typed is another.");
        await window.Page.GetByLabel("Type its name to confirm").FillAsync("Copy");
        await window.Button("Delete environment").ClickAsync();

        await Assertions.Expect(window.Page).ToHaveTitleAsync("Features · Guidon");
        await Eventually.TrueAsync("its key opens nothing", async () =>
        {
            using var refused = await server.Http.SendAsync(server.Request(HttpMethod.Get, "api/v1/flags/", key));
            return refused.StatusCode == HttpStatusCode.Forbidden;
        });
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task Who_is_in_several_organisations_chooses_and_an_address_leads_into_the_right_one()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync("/ui/organisation");
        await window.Page.GetByLabel("Name of the new organisation").FillAsync("Second house");
        await window.Button("Create organisation").ClickAsync();
        await Assertions.Expect(window.Page).ToHaveTitleAsync("New project · Guidon");
        await window.ReadyAsync();
        await window.Page.GetByLabel("Name", Exactly).FillAsync("Only there");
        await window.Button("Create project").ClickAsync();
        await Assertions.Expect(window.Page.Locator(".picker-label")).ToHaveTextAsync("Second house");

        // The sample project belongs to the first one.
        await window.GoAsync("features");
        await Assertions.Expect(window.Page.Locator("h1")).ToHaveTextAsync("Features");
        await Assertions.Expect(window.Page.Locator(".picker-label")).Not.ToHaveTextAsync("Second house");
        await window.GoAsync("/ui/organisation");
        await window.Button("Go to Second house").ClickAsync();

        await Assertions.Expect(window.Page.Locator(".picker-label")).ToHaveTextAsync("Second house");
        await window.GoAsync("/ui/audit");
        await window.SeesAsync("Only there");
        Assert.Empty(window.Faults);
    }

    private static PageGetByLabelOptions Exactly => new() { Exact = true };
}
