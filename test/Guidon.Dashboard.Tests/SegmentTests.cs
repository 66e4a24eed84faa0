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
