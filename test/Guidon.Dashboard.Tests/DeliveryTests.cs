using Guidon.Dashboard.Tests.Browser;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;
using Microsoft.Playwright;

namespace Guidon.Dashboard.Tests;

public sealed class DeliveryTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task What_a_receiver_refuses_is_seen_mended_and_sent_once_more()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => 400;
        await using var server = await GuidonProcess.StartAsync();
        await server.CreateAsync("webhook", new { url = receiver.Address });
        await server.EvaluateAsync("alice");
        await Eventually.TrueAsync("it is parked", async () => await server.LedgerAsync("webhook", "parked") == 1);
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync("integrations");
        await window.Link("Webhook").First.ClickAsync();
        await window.SeesAsync("Residual 0: the books balance.");
        await window.Link("Parked").ClickAsync();
        await window.ReadyAsync();
        await window.Link("no. ").First.ClickAsync();
        await window.SeesAsync("The request that would carry it now");
        await window.ReadyAsync();

        receiver.Answer = _ => 200;
        await window.Button("Send once more").First.ClickAsync();

        await window.SeesAsync("1 event on the way once more.");
        await Eventually.TrueAsync("it is delivered", async () => await server.LedgerAsync("webhook", "delivered") == 1);
        await window.SeesAsync("Nothing is parked");
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task An_alert_is_silenced_and_taken_on_where_it_is_read()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => new Reply(200, """{"code":200,"events_ingested":0}""");
        await using var server = await GuidonProcess.StartAsync(new ServerSettings
        {
            Variables = new Dictionary<string, string> { ["GUIDON_Monitoring__EvaluationSeconds"] = "1", ["GUIDON_Delivery__LedgerSeconds"] = "1" },
        });
        await server.CreateAsync("amplitude", new { api_key = "AK_TEST", base_url = receiver.Address });
        await server.EvaluateAsync("alice");
        await Eventually.TrueAsync("it fires", async () => (await AlertsAsync(server)).GetRawText().Contains("AnswersContradict", StringComparison.Ordinal));
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync("/ui/alerts");
        var row = window.Page.Locator("tbody tr", new PageLocatorOptions { HasText = "AnswersContradict" });

        await row.GetByLabel("How long nobody is told").SelectOptionAsync("480");
        await row.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Silence" }).ClickAsync();
        await window.SeesAsync("Nobody is told of it for a while.");
        await Assertions.Expect(row).ToContainTextAsync("silent until");
        await row.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Take it on" }).ClickAsync();
        await window.SeesAsync("You took it on.");

        await Assertions.Expect(row).ToContainTextAsync("admin@example.org");
        var alert = (await AlertsAsync(server)).GetProperty("results").EnumerateArray().First(each => each.GetProperty("rule").GetString() == "AnswersContradict");
        Assert.InRange(alert.GetProperty("silenced_until").GetDateTimeOffset() - DateTimeOffset.Parse(alert.GetProperty("fired_at").GetString()!, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(8), TimeSpan.FromHours(9));
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task A_paused_destination_keeps_what_comes_and_goes_on()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync();
        await server.CreateAsync("webhook", new { url = receiver.Address });
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync("destinations/1");
        await window.Button("Pause").ClickAsync();
        await window.SeesAsync("Paused. Events wait and nothing is lost.");
        await server.EvaluateAsync("bob");
        await Assertions.Expect(window.Page.Locator("#balance")).ToContainTextAsync("Oldest waiting:");
        Assert.Equal(0, await server.LedgerAsync("webhook", "delivered"));

        await window.Button("Go on").ClickAsync();

        await Eventually.TrueAsync("it is delivered", async () => await server.LedgerAsync("webhook", "delivered") == 1);
        // Nobody touches the page: the stream shows it by itself.
        await Assertions.Expect(window.Page.Locator("#attempts .dot.delivered")).ToHaveCountAsync(1);
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task A_replay_is_counted_exactly_compared_sent_and_reported()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync();
        await server.CreateAsync("webhook", new { url = receiver.Address });
        foreach (var name in (string[])["ann", "bob", "cid"]) await server.EvaluateAsync(name);
        await server.DrainAsync("webhook");
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync("destinations/1/replay");
        await window.Page.GetByText("Send everything in a time once more").ClickAsync();
        await window.Page.GetByLabel("Identity").FillAsync("bob");
        await window.Button("Count and compare").ClickAsync();
        await Assertions.Expect(window.Page.Locator("#preview .figure")).ToHaveTextAsync("1");
        Assert.Equal(3, receiver.Requests.Count);

        await window.Button("Send 1 event").ClickAsync();

        await Assertions.Expect(window.Page.Locator("#replay-actions .dot.done")).ToBeVisibleAsync();
        await window.SeesAsync("Report");
        Assert.Equal(4, receiver.Requests.Count);
        await window.GoAsync("replays");
        await window.SeesAsync("remap all");
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task A_wrong_setting_is_named_and_nothing_that_was_written_is_lost()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync("integrations/webhook");
        await window.Page.GetByLabel("URL", new PageGetByLabelOptions { Exact = true }).FillAsync("http://10.0.0.1/inside");
        await window.Button("Connect").ClickAsync();
        await Assertions.Expect(window.Page.Locator(".field-problem")).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.GetByLabel("URL", new PageGetByLabelOptions { Exact = true })).ToHaveValueAsync("http://10.0.0.1/inside");
        Assert.Empty(window.Faults);
    }

    private static Task<System.Text.Json.JsonElement> AlertsAsync(GuidonProcess server) =>
        server.AskAsync(System.Net.HttpStatusCode.OK, SampleFlags.Key, "GET", "api/guidon/v1/alerts?state=firing");
}
