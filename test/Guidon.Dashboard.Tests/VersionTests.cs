using System.Net;
using Guidon.Dashboard.Tests.Browser;
using Guidon.Server.Tests.Processes;
using Microsoft.Playwright;

namespace Guidon.Dashboard.Tests;

public sealed class VersionTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task The_way_back_to_a_version_shows_what_it_changes_and_is_gone_with_one_more_click()
    {
        await using var server = await GuidonProcess.StartAsync();
        var id = await server.CreateFeatureAsync("limit", "10");
        var segment = await server.CreateSegmentAsync("red", "team", "red");
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync($"features/{id}");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Navigation, new PageGetByRoleOptions { Name = "Feature" })).Not.ToContainTextAsync("Versions");
        await server.AskAsync(HttpStatusCode.Accepted, SampleFlags.Key, "POST", $"api/v1/environments/{server.ClientKey}/enable-v2-versioning/");
        await server.ChangeFlagAsync(id, new { environment_default = new { enabled = true }, segment_overrides = new[] { new { segment = new { id = segment }, enabled = false } } });
        var before = (await server.ReadFlagAsync(id)).GetProperty("segment_overrides").GetRawText();
        await server.AskAsync(HttpStatusCode.OK, SampleFlags.Key, "DELETE", $"api/__future__/environments/{server.ClientKey}/features/{id}/segment-overrides/{segment}/");
        await server.ChangeFlagAsync(id, new { environment_default = new { value = new { type = "integer", value = "25" } } });

        await window.GoAsync($"features/{id}");
        await window.Link("Versions").ClickAsync();
        var versions = window.Page.Locator(".history > li");
        await Assertions.Expect(versions).ToHaveCountAsync(4);
        await Assertions.Expect(versions.First).ToContainTextAsync("counts now");
        await window.Link("See what going back changes to version 2").ClickAsync();
        await Assertions.Expect(window.Page.Locator("#versions tbody tr")).ToHaveTextAsync(["value2510", "segment red: onnothingFalse", "segment red: valuenothing10", "segment red: place in the ordernothing0"]);

        // Somebody else is faster: what the person agreed to is not what it would change.
        await server.ChangeFlagAsync(id, new { environment_default = new { enabled = false } });
        await window.Button("Take back to version 2").ClickAsync();
        await window.SeesAsync("Somebody changed this flag meanwhile.");
        await Assertions.Expect(window.Page.Locator("#versions tbody tr").First).ToHaveTextAsync("onFalseTrue");
        await window.Button("Take back to version 2").ClickAsync();

        await window.SeesAsync("This flag is as it was in version 2.");
        Assert.Equal(before, (await server.ReadFlagAsync(id)).GetProperty("segment_overrides").GetRawText());
        Assert.Equal("10", (await server.FlagAsync("limit")).GetProperty("feature_state_value").ToString());
        Assert.True(await server.IsOnAsync("limit"));
        await Assertions.Expect(versions).ToHaveCountAsync(6);
        await Assertions.Expect(versions.First).ToContainTextAsync("Back to version 2");
        await Assertions.Expect(versions.First).ToContainTextAsync("admin@example.org");
        await window.Link("See what going back changes to version 2").ClickAsync();
        await window.SeesAsync("Nothing would be different");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Take back" })).ToHaveCountAsync(0);
        Assert.Empty(window.Faults);
    }
}
