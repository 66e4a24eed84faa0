using Guidon.Dashboard.Tests.Browser;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;
using Microsoft.Playwright;

namespace Guidon.Dashboard.Tests;

public sealed class VariantTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Variants_of_an_existing_feature_are_added_weighted_changed_and_removed()
    {
        await using var server = await GuidonProcess.StartAsync();
        var id = await server.CreateFeatureAsync("colour", "grey");
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync($"features/{id}/variants");
        await FillAsync(Form("New variant"), "red", "#f00", "120");
        await window.Button("Add variant").ClickAsync();
        await window.SeesAsync("Nothing was saved.");
        await Assertions.Expect(Form("New variant").GetByLabel("Value")).ToHaveValueAsync("#f00");
        await Form("New variant").GetByLabel("Share in %").FillAsync("0");
        await window.Button("Add variant").ClickAsync();
        await window.SeesAsync("The variant was added.");
        await Form("New variant").GetByLabel("Kind").SelectOptionAsync("int");
        foreach (var (value, share, problem) in ((string, string, string)[])[("seven", "0", "A whole number is needed"), ("+5", "0", "A whole number is needed"), ("007", "0", "A whole number is needed"), ("7", "NaN", "A share is a number from 0 to 100.")])
        {
            await FillAsync(Form("New variant"), "seven", value, share);
            await window.Button("Add variant").ClickAsync();
            await Assertions.Expect(Form("New variant")).Not.ToHaveAttributeAsync("data-sending", "1");
            await Assertions.Expect(Form("New variant").GetByRole(AriaRole.Alert)).ToContainTextAsync(problem);
            await Assertions.Expect(Form("New variant").GetByLabel("Value")).ToHaveValueAsync(value);
        }

        await FillAsync(Form("New variant"), "seven", "7", "0");
        await window.Button("Add variant").ClickAsync();
        await Assertions.Expect(Form("seven")).ToBeVisibleAsync();

        await window.GoAsync($"features/{id}");
        await window.Page.GetByLabel("Share of red in percent").First.FillAsync("100");
        await window.Button("Save").Last.ClickAsync();
        await window.SeesAsync("was saved in");
        await Eventually.TrueAsync("everybody gets it", async () => (await server.FlagsOfAsync("ada")).Contains("#f00", StringComparison.Ordinal));

        await window.GoAsync($"features/{id}/variants");
        await Form("red").GetByLabel("Value").FillAsync("#c00");
        await Form("seven").GetByLabel("Value").FillAsync("8");
        await window.Button("Save red").ClickAsync();
        await window.SeesAsync("The variant was saved.");
        await Assertions.Expect(Form("seven").GetByLabel("Value")).ToHaveValueAsync("8");
        await Eventually.TrueAsync("SDKs get the new value", async () => (await server.FlagsOfAsync("ada")).Contains("#c00", StringComparison.Ordinal));
        await window.Button("Remove red").ClickAsync();
        await Assertions.Expect(Form("red")).ToHaveCountAsync(0);
        await Eventually.TrueAsync("the flag's own value counts", async () => (await server.FlagsOfAsync("ada")).Contains("grey", StringComparison.Ordinal));
        Assert.Empty(window.Faults);

        ILocator Form(string name) => window.Page.GetByRole(AriaRole.Form, new PageGetByRoleOptions { Name = name, Exact = true });

        static async Task FillAsync(ILocator form, string key, string value, string share)
        {
            await form.GetByLabel("Key").FillAsync(key);
            await form.GetByLabel("Value").FillAsync(value);
            await form.GetByLabel("Share in %").FillAsync(share);
        }
    }

    [Fact]
    public async Task A_tag_is_made_coloured_put_on_a_feature_and_filters_the_list()
    {
        await using var server = await GuidonProcess.StartAsync();
        var id = await server.CreateFeatureAsync("pay_later");
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync("tags");
        await window.Page.GetByLabel("Label of the new tag").FillAsync("checkout");
        await window.Page.GetByLabel("Colour of the new tag").FillAsync("#c2410c");
        await window.Button("Add tag").ClickAsync();
        await window.SeesAsync("Tag checkout is there.");
        await window.Page.GetByLabel("Label of checkout").FillAsync("payments");
        await window.Button("Save checkout").ClickAsync();
        await Assertions.Expect(window.Page.GetByLabel("Colour of payments")).ToHaveValueAsync("#c2410c");

        await window.GoAsync($"features/{id}");
        await window.Page.GetByLabel("payments").CheckAsync();
        await window.Button("Save settings").ClickAsync();
        await window.SeesAsync("The feature's settings were saved.");
        await Assertions.Expect(window.Page.Locator(".page-head .badge.tag")).ToHaveTextAsync("payments");
        await window.GoAsync("features");
        await window.Page.GetByLabel("Tag", new PageGetByLabelOptions { Exact = true }).SelectOptionAsync("payments");

        await Assertions.Expect(window.Page.Locator("#list tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(window.Page.Locator("#list tbody tr")).ToContainTextAsync("pay_later");
        await window.GoAsync("tags");
        await window.Button("Delete payments").ClickAsync();
        await window.SeesAsync("The tag was deleted.");
        Assert.Empty(window.Faults);
    }

    [Theory]
    [InlineData("mouse")]
    [InlineData("finger")]
    [InlineData("keyboard")]
    public async Task Overrides_are_put_in_another_order_by_dragging_and_by_keyboard(string way)
    {
        await using var server = await GuidonProcess.StartAsync();
        var id = await server.CreateFeatureAsync("order");
        int[] segments = [await server.CreateSegmentAsync("first", "team", "red"), await server.CreateSegmentAsync("second", "team", "blue")];
        await server.ChangeFlagAsync(id, new { segment_overrides = segments.Select((segment, at) => new { segment = new { id = segment }, priority = at, enabled = true }) });
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync($"features/{id}");
        var names = window.Page.Locator(".override-head strong");
        await Assertions.Expect(names).ToHaveTextAsync(["first", "second"]);

        if (way == "mouse") await DragAsync(window.Page, from: 1, to: 0);
        else if (way == "finger") await TouchAsync(window.Page, from: 1, to: 0);
        else
        {
            await window.Button("Move second up").FocusAsync();
            await window.Page.Keyboard.PressAsync("Enter");
        }

        await Assertions.Expect(names).ToHaveTextAsync(["second", "first"]);
        await window.SeesAsync("Not saved yet.");
        await window.Button("Save").Last.ClickAsync();
        await window.SeesAsync("was saved in");
        var saved = (await server.ReadFlagAsync(id)).GetProperty("segment_overrides").EnumerateArray().Select(each => each.GetProperty("segment").GetProperty("id").GetInt32());
        Assert.Equal(segments.Reverse(), saved);
        Assert.Empty(window.Faults);
    }

    private static async Task TouchAsync(IPage page, int from, int to)
    {
        var grip = page.Locator("[data-grip]").Nth(from);
        await grip.ScrollIntoViewIfNeededAsync();
        var (start, end) = (await grip.BoundingBoxAsync(), await page.Locator(".override").Nth(to).BoundingBoxAsync());
        var protocol = await page.Context.NewCDPSessionAsync(page);
        await TouchAsync("touchStart", start!.X + 4, start.Y + 4);
        for (var step = 1; step <= 8; step++) await TouchAsync("touchMove", start.X + 4 + step, start.Y + 4 + ((end!.Y - start.Y) * step / 8));
        await protocol.SendAsync("Input.dispatchTouchEvent", new Dictionary<string, object> { ["type"] = "touchEnd", ["touchPoints"] = Array.Empty<object>() });

        Task TouchAsync(string type, double x, double y) => protocol.SendAsync(
            "Input.dispatchTouchEvent", new Dictionary<string, object> { ["type"] = type, ["touchPoints"] = new[] { new Dictionary<string, object> { ["x"] = x, ["y"] = y } } });
    }

    private static async Task DragAsync(IPage page, int from, int to)
    {
        var grip = page.Locator("[data-grip]").Nth(from);
        await grip.ScrollIntoViewIfNeededAsync();
        var (start, end) = (await grip.BoundingBoxAsync(), await page.Locator(".override").Nth(to).BoundingBoxAsync());
        await page.Mouse.MoveAsync(start!.X + 4, start.Y + 4);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(end!.X + 40, end.Y + 4, new MouseMoveOptions { Steps = 8 });
        await page.Mouse.UpAsync();
    }
}
