using System.Net;
using Guidon.Dashboard.Charts;
using Guidon.Dashboard.Tests.Browser;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;
using Microsoft.Playwright;

namespace Guidon.Dashboard.Tests;

public sealed class ChartTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task What_sdks_evaluated_and_receivers_took_is_drawn_and_stands_in_a_table()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync();
        await server.CreateAsync("webhook", new { url = receiver.Address });
        foreach (var name in (string[])["ann", "bob", "cid"]) await server.EvaluateAsync(name);
        await server.DrainAsync("webhook");
        using (var reported = await server.Http.SendAsync(server.Request(HttpMethod.Post, "api/v1/analytics/flags/", server.ClientKey, """{"new_dashboard":12,"page_size":3}""")))
            Assert.Equal(HttpStatusCode.OK, reported.StatusCode);
        await Eventually.TrueAsync("both are stored", async () =>
            (await server.AskAsync(HttpStatusCode.OK, SampleFlags.Key, "GET", $"api/guidon/v1/environments/{server.ClientKey}/usage")).GetProperty("features").GetArrayLength() == 2
            && (await server.AskAsync(HttpStatusCode.OK, SampleFlags.Key, "GET", "api/guidon/v1/series?hours=1")).GetProperty("total").GetProperty("delivered").GetInt64() == 3);
        await using var window = await Window.SignedInAsync(chromium, server);

        await window.GoAsync("charts?hours=1");

        await Assertions.Expect(window.Page.GetByRole(AriaRole.Img, new PageGetByRoleOptions { Name = "Evaluations that SDKs reported, 30 days: evaluations from 0 to 15" })).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.Locator(".bars li").First).ToContainTextAsync("new_dashboard");
        await window.Page.Locator("#table-of-deliveries summary").ClickAsync();
        await Assertions.Expect(window.Page.Locator("#table-of-deliveries td", new PageLocatorOptions { HasTextRegex = new("^[123]$") }).First).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.Locator("tbody tr", new PageLocatorOptions { HasText = "webhook, Development" })).ToContainTextAsync("ms");
        await window.GoAsync("destinations/1");
        await Assertions.Expect(window.Page.Locator("#latencies")).ToContainTextAsync("p99");
        await window.Link("Charts").Last.ClickAsync();
        await window.Link("6 hours").ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Img)).ToHaveCountAsync(3);
        await window.GoAsync("features?q=new_dashboard");
        await window.Link("new_dashboard").ClickAsync();
        await window.Link("Usage").ClickAsync();
        await window.SeesAsync("12 evaluations in 30 days");
        Assert.Empty(window.Faults);
    }

    [Fact]
    public void A_gap_breaks_the_line_and_what_stands_alone_is_a_dot()
    {
        var line = new ChartLine("any", [1, null, 3, 4]);
        var plot = new ChartPlot(4, [line]);
        Assert.Equal(5, plot.Highest);
        Assert.Equal("M64 139.6h.01M496 74.8L712 42.4", plot.Path(line));
        Assert.Equal(1, new ChartPlot(0, []).Highest);
    }
}
