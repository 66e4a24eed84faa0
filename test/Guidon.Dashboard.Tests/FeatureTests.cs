using Guidon.Dashboard.Tests.Browser;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;
using Microsoft.Playwright;

namespace Guidon.Dashboard.Tests;

public sealed class FeatureTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_toggle_reaches_sdks_and_can_be_undone()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var window = await Window.SignedInAsync(chromium, server);
        var toggle = window.Page.GetByRole(AriaRole.Switch).First;
        var name = (await toggle.GetAttributeAsync("aria-label"))!.Split(" in ")[0];
        var before = await server.IsOnAsync(name);

        await toggle.ClickAsync();
        await Eventually.TrueAsync("the SDK sees it", async () => await server.IsOnAsync(name) != before);
        await window.Button("Undo").ClickAsync();

        await Eventually.TrueAsync("the SDK sees it undone", async () => await server.IsOnAsync(name) == before);
        await Assertions.Expect(toggle).ToHaveAttributeAsync("aria-checked", before ? "true" : "false");
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task The_list_is_filtered_while_one_types()
    {
        await using var server = await GuidonProcess.StartAsync();
        for (var at = 0; at < 30; at++) await server.CreateFeatureAsync($"banner_{at:00}");
        await using var window = await Window.SignedInAsync(chromium, server);

        await window.Page.GetByLabel("Filter features").PressSequentiallyAsync("banner_17");

        await Assertions.Expect(window.Page.Locator("#list tbody tr")).ToHaveCountAsync(1);
        await window.SeesAsync("banner_17");
        await window.Page.GetByLabel("Filter features").FillAsync("nobody has this");
        await window.SeesAsync("Nothing matches");
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task A_feature_is_created_with_a_checked_value()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync("features/new");
        await window.Page.GetByLabel("Name", new PageGetByLabelOptions { Exact = true }).FillAsync("checkout_flow");
        await window.Page.GetByLabel("Kind of value").SelectOptionAsync("json");
        await window.Page.GetByLabel("Value", new PageGetByLabelOptions { Exact = true }).FillAsync("{\"steps\":");
        await Assertions.Expect(window.Page.Locator(".value-problem")).ToContainTextAsync("This is not JSON");
        await window.Button("Create feature").ClickAsync();
        await window.SeesAsync("Nothing was created.");

        await window.Page.GetByLabel("Value", new PageGetByLabelOptions { Exact = true }).FillAsync("{\"steps\":3}");
        await window.Page.Locator("label.switch-field").First.ClickAsync();
        await window.Button("Create feature").ClickAsync();

        await window.SeesAsync("checkout_flow was created.");
        var flag = await server.FlagAsync("checkout_flow");
        Assert.True(flag.GetProperty("enabled").GetBoolean());
        Assert.Equal("{\"steps\":3}", flag.GetProperty("feature_state_value").GetString());
        await Assertions.Expect(window.Page.Locator("pre").First).ToContainTextAsync(server.ClientKey);
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task The_second_of_two_people_is_shown_the_conflict_and_loses_nothing()
    {
        await using var server = await GuidonProcess.StartAsync();
        var id = await server.CreateFeatureAsync("shared_flag");
        await using var first = await Window.SignedInAsync(chromium, server);
        await using var second = await Window.SignedInAsync(chromium, server);
        await first.GoAsync($"features/{id}");
        await second.GoAsync($"features/{id}");
        await EditAsync(first, "of the first");
        await first.Button("Save").Last.ClickAsync();
        await first.SeesAsync("was saved in");

        await EditAsync(second, "of the second");
        await second.Button("Save").Last.ClickAsync();

        await second.SeesAsync("Somebody else saved this flag while you were editing it.");
        await Assertions.Expect(second.Page.Locator(".conflict")).ToContainTextAsync("of the first");
        await Assertions.Expect(second.Page.Locator("#flag textarea").First).ToHaveValueAsync("of the second");
        Assert.Equal("of the first", (await server.FlagAsync("shared_flag")).GetProperty("feature_state_value").GetString());
        await second.Button("Save mine over it").ClickAsync();
        await Eventually.TrueAsync("the second one's value is served", async () =>
            (await server.FlagAsync("shared_flag")).GetProperty("feature_state_value").GetString() == "of the second");
        Assert.Empty(first.Faults);
        Assert.Empty(second.Faults);
    }

    [Fact]
    public async Task A_restarted_server_costs_nothing_that_was_typed()
    {
        await using var server = await GuidonProcess.StartAsync();
        var id = await server.CreateFeatureAsync("long_text");
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync($"features/{id}");
        await EditAsync(window, "typed before the restart");
        await server.StopAsync();
        await window.Button("Save").Last.ClickAsync();
        await window.SeesAsync("The server cannot be reached.");

        await using var again = await GuidonProcess.StartAsync(ServerSettings.Again(server));

        await Eventually.TrueAsync("it was saved when the server was back", async () =>
            (await again.FlagAsync("long_text")).GetProperty("feature_state_value").ToString() == "typed before the restart");
        await window.SeesAsync("was saved in");
        await window.ReadyAsync();
        await EditAsync(window, "typed and then reloaded");
        await window.Page.ReloadAsync();
        await window.ReadyAsync();
        await Assertions.Expect(window.Page.Locator("#flag textarea").First).ToHaveValueAsync("typed and then reloaded");
    }

    [Fact]
    public async Task An_answer_that_is_no_page_costs_nothing_that_was_typed_and_is_said()
    {
        await using var server = await GuidonProcess.StartAsync();
        var id = await server.CreateFeatureAsync("behind_a_proxy");
        await using var window = await Window.SignedInAsync(chromium, server);
        var posts = 0;
        await window.Page.RouteAsync("**/features**", async route =>
        {
            if (route.Request.Method != "POST")
            {
                await route.ContinueAsync();
                return;
            }

            Interlocked.Increment(ref posts);
            await route.FulfillAsync(new RouteFulfillOptions { Status = 503, ContentType = "text/plain", Body = "away" });
        });
        var toggle = window.Page.GetByRole(AriaRole.Switch).First;
        var before = await toggle.GetAttributeAsync("aria-checked") ?? "";
        await toggle.ClickAsync();
        await window.SeesAsync("That did not work: the server answered 503.");
        await Assertions.Expect(toggle).ToHaveAttributeAsync("aria-checked", before);
        await window.GoAsync($"features/{id}");
        await EditAsync(window, "typed all the same");
        await window.Button("Save").Last.ClickAsync();
        await window.SeesAsync("Nothing was saved: the server answered 503. What you wrote is still here.");
        Assert.Equal(2, posts);
        await window.Page.UnrouteAllAsync();
        await window.Page.ReloadAsync();
        await window.ReadyAsync();

        await window.Button("Save").Last.ClickAsync();

        await window.SeesAsync("was saved in");
        Assert.Equal("typed all the same", (await server.FlagAsync("behind_a_proxy")).GetProperty("feature_state_value").GetString());
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task A_form_of_many_overrides_and_variants_is_read_whole()
    {
        await using var server = await GuidonProcess.StartAsync();
        var id = await server.CreateFeatureAsync("large");
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync($"features/{id}");
        // As many fields as a hundred overrides of ten variants have.
        await window.Page.EvaluateAsync("""() => { for (let at = 0; at < 1400; at++) { const field = document.createElement('input'); field.name = 'w' + at; document.getElementById('flag').append(field); } }""");
        await EditAsync(window, "of a large form");

        await window.Button("Save").Last.ClickAsync();

        await window.SeesAsync("was saved in");
        Assert.Equal("of a large form", (await server.FlagAsync("large")).GetProperty("feature_state_value").GetString());
    }

    [Fact]
    public async Task A_share_that_is_no_number_is_refused_beside_its_field_and_settings_that_are_refused_stay_as_typed()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync("features/new");
        await window.Page.GetByLabel("Name", new PageGetByLabelOptions { Exact = true }).FillAsync("halves");
        await window.Page.GetByText("several values, each for a share of identities").ClickAsync();
        await window.Page.GetByLabel("Value of a variant").First.FillAsync("red");
        await window.Page.GetByLabel("Share of a variant in percent").First.FillAsync("50%");
        await window.Button("Create feature").ClickAsync();
        await Assertions.Expect(window.Page.Locator("td .field-problem")).ToHaveTextAsync("A share is a number from 0 to 100.");
        await window.Page.GetByLabel("Share of a variant in percent").First.FillAsync("50");
        await window.Button("Create feature").ClickAsync();
        await window.SeesAsync("halves was created.");
        await window.ReadyAsync();
        var tag = await server.AskAsync(System.Net.HttpStatusCode.Created, SampleFlags.Key, "POST", "api/v1/projects/1/tags/", new { label = "gone soon", color = "#c2410c" });
        await window.Page.ReloadAsync();
        await window.ReadyAsync();
        await window.Page.GetByLabel("gone soon").CheckAsync();
        await window.Page.GetByLabel("Description").FillAsync("half of everybody");
        await server.AskAsync(System.Net.HttpStatusCode.NoContent, SampleFlags.Key, "DELETE", $"api/v1/projects/1/tags/{tag.GetProperty("id").GetInt32()}/");

        await window.Button("Save settings").ClickAsync();

        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nothing was saved.");
        await Assertions.Expect(window.Page.GetByLabel("Description")).ToHaveValueAsync("half of everybody");
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task Hostile_names_and_values_are_shown_as_text()
    {
        await using var server = await GuidonProcess.StartAsync();
        string[] names = ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "\u202Eright to left", "name'with\"quotes\\", new string('n', 2_000)];
        var long20 = "<b>" + new string('x', 19_900) + "</b>";
        await using var window = await Window.SignedInAsync(chromium, server);
        window.Page.Dialog += (_, dialog) => throw new InvalidOperationException($"a script ran: {dialog.Message}");
        foreach (var name in names)
        {
            var id = await server.CreateFeatureAsync(name, long20);
            await window.GoAsync($"features/{id}");
            await Assertions.Expect(window.Page.Locator("h1")).ToHaveTextAsync(name, new LocatorAssertionsToHaveTextOptions { UseInnerText = false });
            await Assertions.Expect(window.Page.Locator("#flag textarea").First).ToHaveValueAsync(long20);
        }

        await window.GoAsync("features");
        await Assertions.Expect(window.Page.Locator("#list script, #list img, #list b")).ToHaveCountAsync(0);
        await window.SeesAsync("<script>alert(1)</script>");
        Assert.Empty(window.Faults);
    }

    private static async Task EditAsync(Window window, string value)
    {
        await window.Page.Locator("#flag select").First.SelectOptionAsync("text");
        await window.Page.Locator("#flag textarea").First.FillAsync(value);
    }
}
