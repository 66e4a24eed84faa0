using Guidon.Dashboard.Tests.Browser;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;
using Microsoft.Playwright;

namespace Guidon.Dashboard.Tests;

public sealed class SegmentTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_segment_is_built_previewed_saved_and_overrides_a_flag()
    {
        await using var server = await GuidonProcess.StartAsync();
        await server.EvaluateAsync("ada", """[{"trait_key":"team","trait_value":"red"}]""");
        await server.EvaluateAsync("bob", """[{"trait_key":"team","trait_value":"blue"}]""");
        await using var window = await Window.SignedInAsync(chromium, server);
        var page = window.Page;
        await window.GoAsync("segments/new");
        await page.GetByLabel("Name", new PageGetByLabelOptions { Exact = true }).FillAsync("Red team");
        await page.GetByLabel("Trait", new PageGetByLabelOptions { Exact = true }).FillAsync("team");
        await page.GetByLabel("Value", new PageGetByLabelOptions { Exact = true }).FillAsync("red");
        await page.GetByLabel("Try made-up traits").FillAsync("team: blue");
        await window.Button("Preview").ClickAsync();
        await Assertions.Expect(page.Locator("#preview .figure")).ToHaveTextAsync("1");
        await Assertions.Expect(page.Locator("#preview .examples")).ToHaveTextAsync("ada");
        await window.SeesAsync("does not belong to it");
        await window.Button("Save").Last.ClickAsync();
        await window.SeesAsync("Red team was saved.");

        await window.GoAsync("features/1");
        await page.GetByLabel("Segment", new PageGetByLabelOptions { Exact = true }).SelectOptionAsync("Red team");
        await window.Button("Override for this segment").ClickAsync();
        await Assertions.Expect(page.Locator(".override strong")).ToHaveTextAsync("Red team");
        await page.Locator(".override select").SelectOptionAsync("text");
        await page.Locator(".override textarea").FillAsync("for the red team");
        await window.Button("Save").Last.ClickAsync();
        await window.SeesAsync("was saved in");

        await Eventually.TrueAsync("the SDK gets it", async () => (await server.FlagsOfAsync("ada")).Contains("for the red team", StringComparison.Ordinal));
        Assert.DoesNotContain("for the red team", await server.FlagsOfAsync("bob"), StringComparison.Ordinal);
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task A_person_reads_why_an_identity_gets_a_flag_and_overrides_it()
    {
        await using var server = await GuidonProcess.StartAsync();
        await server.EvaluateAsync("ada", """[{"trait_key":"plan","trait_value":"pro"}]""");
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync("identities");
        await window.Page.GetByLabel("Look for an identity").FillAsync("ad");
        await window.Link("ada").ClickAsync();
        await window.ReadyAsync();
        await window.Page.Locator("tr", new PageLocatorOptions { HasText = "page_size" }).GetByText("why?").ClickAsync();
        await Assertions.Expect(window.Page.Locator("#why .decides")).ToContainTextAsync("Segment");
        await Assertions.Expect(window.Page.Locator("#why .conditions").First).ToContainTextAsync("plan");
        await window.ReadyAsync();

        var toggle = window.Page.GetByRole(AriaRole.Switch, new PageGetByRoleOptions { Name = "page_size for this identity" });
        await toggle.ClickAsync();

        await window.SeesAsync("is off for this identity.");
        await window.Button("Remove override").ClickAsync();
        await window.SeesAsync("The override was removed.");
        await Assertions.Expect(toggle).ToHaveAttributeAsync("aria-checked", "true");
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task An_identity_gets_a_value_of_its_own_that_stands_on_the_flags_page_and_is_changed_again()
    {
        await using var server = await GuidonProcess.StartAsync();
        var id = await server.CreateFeatureAsync("greeting", "hello");
        await server.EvaluateAsync("ada", """[{"trait_key":"plan","trait_value":"pro"}]""");
        await server.AskAsync(System.Net.HttpStatusCode.Created, SampleFlags.Key, "POST", "api/v1/environments/", new { name = "Production", project = 1 });
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync("identities/1");
        foreach (var (value, isWrong) in ((string, bool)[])[("{", true), ("good morning", false), ("good night", false)])
        {
            await window.Link("edit the value of greeting").ClickAsync();
            await window.ReadyAsync();
            var form = window.Page.GetByRole(AriaRole.Form, new PageGetByRoleOptions { Name = "greeting for this identity" });
            await form.GetByLabel("Kind of value").SelectOptionAsync(isWrong ? "json" : "text");
            await form.GetByLabel("Value", new LocatorGetByLabelOptions { Exact = true }).FillAsync(value);
            await window.Button("Save for this identity").ClickAsync();
            await window.SeesAsync(isWrong ? "Nothing was saved. This is not JSON" : "greeting was saved for this identity.");
            if (isWrong)
            {
                await window.Link("Cancel").ClickAsync();
                await window.ReadyAsync();
            }
            else await Eventually.TrueAsync("SDKs get it", async () => (await server.FlagsOfAsync("ada")).Contains(value, StringComparison.Ordinal));
        }

        await window.GoAsync($"features/{id}");
        await Assertions.Expect(window.Page.Locator("#identity-overrides li")).ToContainTextAsync("ada");
        await Assertions.Expect(window.Page.Locator("#identity-overrides code")).ToHaveTextAsync("good night");
        await window.GoAsync("identities/1");
        await window.Link("Production").ClickAsync();
        await window.SeesAsync("Nobody matches");
        await Assertions.Expect(window.Page.GetByLabel("Look for an identity")).ToHaveValueAsync("\"ada\"");
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task All_of_many_segments_are_listed_and_named()
    {
        await using var server = await GuidonProcess.StartAsync();
        var id = await server.CreateFeatureAsync("for_the_last");
        var last = 0;
        for (var at = 0; at < 60; at++) last = await server.CreateSegmentAsync($"team {at:00}", "team", $"{at}");
        await server.ChangeFlagAsync(id, new { segment_overrides = new[] { new { segment = new { id = last }, priority = 0, enabled = true } } });
        await using var window = await Window.SignedInAsync(chromium, server);

        await window.GoAsync("segments");

        await Assertions.Expect(window.Page.Locator("#list thead th").First).ToContainTextAsync(" segments");
        await Assertions.Expect(window.Page.Locator("#list tbody tr")).ToHaveCountAsync(50);
        await window.Link("Next").ClickAsync();
        await window.SeesAsync("team 59");
        await window.ReadyAsync();
        await window.Page.GetByLabel("Filter segments").FillAsync("team 1");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Status).Filter(new LocatorFilterOptions { HasText = "10 segments" })).ToHaveCountAsync(1);
        await window.GoAsync($"features/{id}");
        await Assertions.Expect(window.Page.Locator(".override-head strong")).ToHaveTextAsync("team 59");
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task An_erased_identity_is_gone_with_its_traits_and_leaves_a_receipt()
    {
        await using var server = await GuidonProcess.StartAsync();
        await server.EvaluateAsync("ada", """[{"trait_key":"plan","trait_value":"pro"},{"trait_key":"team","trait_value":"red"}]""");
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync("identities?q=ada");
        await window.Link("ada").ClickAsync();
        await window.ReadyAsync();
        await window.Button("Erase identity").ClickAsync();
        await Assertions.Expect(window.Page).ToHaveTitleAsync("ada · Guidon");   // without the tick nothing is sent

        await window.Page.GetByLabel("This cannot be undone.").CheckAsync();
        await window.Button("Erase identity").ClickAsync();

        await window.SeesAsync("Erased: 2 traits");
        await window.GoAsync("identities?q=ada");
        await window.SeesAsync("Nobody matches");
        Assert.Empty(window.Faults);
    }
}
