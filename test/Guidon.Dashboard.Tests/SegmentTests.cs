using Guidon.Dashboard.Tests.Browser;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;
using Microsoft.Playwright;

namespace Guidon.Dashboard.Tests;

[Collection(ChromiumCollection.Name)]
[Trait("Category", "External")]
public sealed class SegmentTests(Chromium chromium)
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

        await Eventually.TrueAsync("the SDK gets it", async () => (await FlagsOfAsync(server, "ada")).Contains("for the red team", StringComparison.Ordinal));
        Assert.DoesNotContain("for the red team", await FlagsOfAsync(server, "bob"), StringComparison.Ordinal);
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

    private static async Task<string> FlagsOfAsync(GuidonProcess server, string identifier)
    {
        using var answer = await server.Http.SendAsync(server.Request(HttpMethod.Get, $"api/v1/identities/?identifier={identifier}", server.ClientKey));
        return await answer.Content.ReadAsStringAsync();
    }
}
