using Guidon.Dashboard.Tests.Browser;
using Guidon.Server.Tests.Processes;
using Microsoft.Playwright;

namespace Guidon.Dashboard.Tests;

public sealed class LinkTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_link_is_added_changed_and_removed()
    {
        await using var server = await GuidonProcess.StartAsync();
        var id = await server.CreateFeatureAsync("linked", "x");
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync($"features/{id}/links");
        await window.Page.GetByLabel("Address").FillAsync("https://github.com/example/shop/pull/7");
        await window.Button("Add link").ClickAsync();
        await window.SeesAsync("Nothing was saved.");
        await window.Page.GetByLabel("Kind").SelectOptionAsync("GITHUB_PR");
        await window.Button("Add link").ClickAsync();
        await window.SeesAsync("The link was added.");
        await window.Page.GetByLabel("Address").First.FillAsync("https://github.com/example/shop/pull/8");
        await window.Button("Save https://github.com/example/shop/pull/7").ClickAsync();
        await window.SeesAsync("The link was saved.");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "shop/pull/8" })).ToBeVisibleAsync();
        await window.Button("Remove https://github.com/example/shop/pull/8").ClickAsync();
        await window.SeesAsync("The link was removed.");
        Assert.Empty(window.Faults);
    }
}
