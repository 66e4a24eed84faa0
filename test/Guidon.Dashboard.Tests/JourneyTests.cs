using Guidon.Dashboard.Tests.Browser;
using Guidon.Doubles;
using Guidon.Receivers;
using Guidon.Receivers.Mixpanel;
using Guidon.Server.Tests.Processes;
using Microsoft.Playwright;

namespace Guidon.Dashboard.Tests;

public sealed class JourneyTests(Chromium chromium) : IClassFixture<Chromium>
{
    /// <summary>The purpose of the dashboard as one walk: an empty folder, no manual, and at its end an event at the vendor.</summary>
    [Fact]
    public async Task From_an_empty_folder_to_the_first_event_at_the_vendor()
    {
        var vendor = new StrictMixpanel(TimeProvider.System);
        vendor.Projects.Add("project-token");
        await using var receivers = await ReceiverHost.StartAsync(vendor);
        await using var server = await GuidonProcess.StartAsync(new ServerSettings { Variables = new Dictionary<string, string> { ["GUIDON_Bootstrap__SampleProject"] = "false" } });
        await using var window = await Window.OpenAsync(chromium, server);
        var page = window.Page;

        await window.SignInAsync("admin@example.org", "correct horse battery");
        await page.GetByLabel("Name", new PageGetByLabelOptions { Exact = true }).FillAsync("Shop");
        await window.Button("Create project").ClickAsync();

        await window.Link("Create the first one").ClickAsync();
        await window.ReadyAsync();
        await page.GetByLabel("Name", new PageGetByLabelOptions { Exact = true }).FillAsync("new_checkout");
        await page.GetByText("Development", new PageGetByTextOptions { Exact = true }).Last.ClickAsync();
        await window.Button("Create feature").ClickAsync();
        await window.SeesAsync("new_checkout was created.");
        var key = await page.Locator("[data-snippet=curl] code").TextContentAsync() ?? "";
        key = key.Split("X-Environment-Key: ")[1].Split('\'')[0];

        await window.Link("Integrations").First.ClickAsync();
        await window.Link("Mixpanel").ClickAsync();
        await window.ReadyAsync();
        await page.GetByLabel("API key").FillAsync("project-token");
        await page.GetByLabel("Base URL").FillAsync(receivers.AddressOf(vendor));
        await window.Button("Connect").ClickAsync();
        await window.SeesAsync("Nothing was sent yet");
        await window.Button("Send a test event").ClickAsync();
        await window.SeesAsync("The receiver took the test event");

        using var evaluated = await server.Http.SendAsync(server.Request(HttpMethod.Post, "api/v1/identities/", key, """{"identifier":"alice"}"""));
        Assert.True(evaluated.IsSuccessStatusCode);
        await Eventually.TrueAsync("the vendor has alice", () => vendor.Profile("project-token", "alice") is not null);
        await Assertions.Expect(page.Locator("#attempts .dot.delivered").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#balance")).ToContainTextAsync("Residual 0");
        Assert.Empty(window.Faults);
    }
}
