using System.Net;
using Guidon.Dashboard.Tests.Browser;
using Guidon.Server.Tests.Processes;
using Microsoft.Playwright;

namespace Guidon.Dashboard.Tests;

public sealed class LinkTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_link_is_added_changed_and_removed_beside_what_scans_found()
    {
        await using var server = await GuidonProcess.StartAsync();
        var id = await server.CreateFeatureAsync("linked", "x");
        await server.AskAsync(HttpStatusCode.Created, SampleFlags.Key, "POST", "api/v1/projects/1/code-references/", new { repository_url = "https://code.example/shop", revision = "abc", code_references = new[] { new { feature_name = "linked", file_path = "src/a.cs", line_number = 7 } } });
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync($"features/{id}/links");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "src/a.cs:7" })).ToHaveAttributeAsync("href", "https://code.example/shop/blob/abc/src/a.cs#L7");
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
