using Guidon.Dashboard.Tests.Browser;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;
using Microsoft.Playwright;

namespace Guidon.Dashboard.Tests;

public sealed class HistoryTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_change_shows_who_when_old_and_new_and_one_click_takes_it_back()
    {
        await using var server = await GuidonProcess.StartAsync();
        var id = await server.CreateFeatureAsync("limit", "10");
        await server.ChangeFlagAsync(id, new { environment_default = new { enabled = true } });
        await server.ChangeFlagAsync(id, new { environment_default = new { value = new { type = "integer", value = "25" } } });
        await server.ChangeFlagAsync(id, new { environment_default = new { enabled = false } });
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync($"features/{id}");
        await window.Link("History").ClickAsync();
        await window.ReadyAsync();
        var entries = window.Page.Locator(".history > li");
        await Assertions.Expect(entries).ToHaveCountAsync(3);
        var change = entries.Nth(1);
        await Assertions.Expect(change).ToContainTextAsync("key First start");
        await Assertions.Expect(change.Locator("time")).ToHaveAttributeAsync("datetime", new System.Text.RegularExpressions.Regex("^20..-"));
        await Assertions.Expect(change.Locator("tbody tr")).ToHaveTextAsync("value1025");

        await change.GetByRole(AriaRole.Button).ClickAsync();

        // Before that change it was on and 10; the later switching off is taken back with it.
        await window.SeesAsync("What was before is back.");
        await Eventually.TrueAsync("SDKs see it", async () => (await server.FlagAsync("limit")).GetProperty("feature_state_value").ToString() == "10");
        Assert.True(await server.IsOnAsync("limit"));
        await Assertions.Expect(entries).ToHaveCountAsync(4);
        await Assertions.Expect(entries.First).ToContainTextAsync("admin@example.org");
        await entries.First.GetByRole(AriaRole.Button).ClickAsync();
        await Eventually.TrueAsync("taking it back is taken back", async () => (await server.FlagAsync("limit")).GetProperty("feature_state_value").ToString() == "25");
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task An_override_that_was_removed_comes_back_as_it_was_and_where_it_stood()
    {
        await using var server = await GuidonProcess.StartAsync();
        var id = await server.CreateFeatureAsync("banner", "none");
        int[] segments = [await server.CreateSegmentAsync("red (1)", "team", "red"), await server.CreateSegmentAsync("blue", "team", "blue")];
        await server.ChangeFlagAsync(id, new { segment_overrides = segments.Select((segment, at) => new { segment = new { id = segment }, priority = at, enabled = true, value = new { type = "string", value = $"number {at}" } }) });
        var before = (await server.ReadFlagAsync(id)).GetProperty("segment_overrides").GetRawText();
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync($"features/{id}");
        await window.Button("Remove the override for red (1)").ClickAsync();
        await Assertions.Expect(window.Page.Locator(".override")).ToHaveCountAsync(1);
        await window.Button("Save").Last.ClickAsync();
        await window.SeesAsync("was saved in");
        Assert.Equal(1, (await server.ReadFlagAsync(id)).GetProperty("segment_overrides").GetArrayLength());
        await window.GoAsync($"features/{id}/history");

        await window.Page.Locator(".history > li", new PageLocatorOptions { HasText = "Override for segment red (1) removed" }).GetByRole(AriaRole.Button).ClickAsync();

        await window.SeesAsync("What was before is back.");
        Assert.Equal(before, (await server.ReadFlagAsync(id)).GetProperty("segment_overrides").GetRawText());
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task An_override_for_an_identity_is_changed_back_while_it_is_there()
    {
        await using var server = await GuidonProcess.StartAsync();
        var feature = await server.CreateFeatureAsync("limit", "10");
        var identities = $"api/v1/environments/{server.ClientKey}/identities/";
        var identity = (await server.AskAsync(System.Net.HttpStatusCode.Created, SampleFlags.Key, "POST", identities, new { identifier = "ada" })).GetProperty("id");
        var over = $"{identities}{identity}/featurestates/";
        var state = (await server.AskAsync(System.Net.HttpStatusCode.Created, SampleFlags.Key, "POST", over, new { feature, enabled = true, feature_state_value = "11" })).GetProperty("id");
        await server.AskAsync(System.Net.HttpStatusCode.OK, SampleFlags.Key, "PATCH", $"{over}{state}/", new { enabled = false, feature_state_value = 12 });
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync($"features/{feature}/history");

        await window.Page.Locator(".history > li", new PageLocatorOptions { HasText = "Override for one identity changed" }).GetByRole(AriaRole.Button).ClickAsync();

        await window.SeesAsync("What was before is back.");
        var now = await server.AskAsync(System.Net.HttpStatusCode.OK, SampleFlags.Key, "GET", $"{over}{state}/");
        Assert.Equal((true, "11"), (now.GetProperty("enabled").GetBoolean(), now.GetProperty("feature_state_value").GetString()));
        await server.AskAsync(System.Net.HttpStatusCode.NoContent, SampleFlags.Key, "DELETE", $"{over}{state}/");
        await window.GoAsync($"features/{feature}/history");
        await window.Page.Locator(".history > li", new PageLocatorOptions { HasText = "Override for one identity changed" }).First.GetByRole(AriaRole.Button).ClickAsync();
        await window.SeesAsync("The override is gone");
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task What_is_the_same_everywhere_is_in_the_history_of_all_environments()
    {
        await using var server = await GuidonProcess.StartAsync();
        var id = await server.CreateFeatureAsync("described");
        await server.CreateFeatureAsync("not for feature: described");
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync($"features/{id}");
        await window.Page.GetByLabel("Description").FillAsync("of today");
        await window.Button("Save settings").ClickAsync();
        await window.SeesAsync("The feature's settings were saved.");
        await window.GoAsync($"features/{id}/history");
        await window.SeesAsync("Nothing was changed yet");
        await window.Link("Everywhere").ClickAsync();
        await Assertions.Expect(window.Page.Locator(".history > li")).ToHaveCountAsync(2);
        await window.ReadyAsync();

        await window.Page.Locator(".history > li").First.GetByRole(AriaRole.Button).ClickAsync();

        await window.SeesAsync("What was before is back.");
        await window.GoAsync($"features/{id}");
        await Assertions.Expect(window.Page.GetByLabel("Description")).ToHaveValueAsync("");
        Assert.Empty(window.Faults);
    }
}
