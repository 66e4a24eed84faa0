using Guidon.Dashboard.Tests.Browser;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;
using Microsoft.Playwright;

namespace Guidon.Dashboard.Tests;

public sealed class OrganisationTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Somebody_is_invited_joins_and_is_in_the_audit_log()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var admin = await Window.SignedInAsync(chromium, server);
        await admin.GoAsync("/ui/members");
        await admin.Page.GetByLabel("E-mail").FillAsync("grace@example.org");
        await admin.Button("Invite").ClickAsync();
        await admin.SeesAsync("Hand its address on.");
        var address = await admin.Page.GetByText("/ui/join/").TextContentAsync() ?? "";

        await using var guest = await Window.OpenAsync(chromium, server);
        await guest.Page.GotoAsync(address);
        await guest.Page.GetByLabel("E-mail").FillAsync("grace@example.org");
        await guest.Page.GetByLabel("Password").FillAsync("a password of mine");
        await guest.Button("Join").ClickAsync();
        await Assertions.Expect(guest.Page.Locator("nav#nav")).ToBeAttachedAsync();

        await admin.GoAsync("/ui/members");
        await Assertions.Expect(admin.Page.Locator("tbody tr", new PageLocatorOptions { HasText = "grace@example.org" })).ToContainTextAsync("member");
        await admin.GoAsync("/ui/audit");
        await admin.SeesAsync("admin@example.org");
        Assert.Empty(admin.Faults);
        Assert.Empty(guest.Faults);
    }

    [Fact]
    public async Task Who_has_an_account_joins_a_second_organisation_with_it()
    {
        await using var server = await GuidonProcess.StartAsync();
        await server.JoinAsync("grace@example.org");
        var admin = await server.SignInAsync();
        var second = (await server.AskAsync(System.Net.HttpStatusCode.Created, admin, "POST", "api/v1/organisations/", new { name = "A second" })).GetProperty("id").GetInt32();
        var address = $"/ui/join/{await server.InviteAsync(second, admin, "grace@example.org")}";
        await using var window = await Window.OpenAsync(chromium, server);
        await window.Page.GotoAsync(address);
        await window.Link("Sign in to join with it.").ClickAsync();
        await window.Page.GetByLabel("E-mail").FillAsync("grace@example.org");
        await window.Page.GetByLabel("Password").FillAsync("a password of mine");
        await window.Button("Sign in").ClickAsync();
        await window.SeesAsync("You are signed in as grace@example.org.");

        await window.Button("Join").ClickAsync();

        await Assertions.Expect(window.Page.Locator(".picker-label")).ToHaveTextAsync("A second");
        await window.Page.GotoAsync(address);
        await window.Button("Join").ClickAsync();
        await window.SeesAsync("This invitation was used already, or withdrawn.");
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task A_server_side_key_is_shown_once_and_works()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync("keys");
        await window.Page.GetByLabel("Name of a new key").FillAsync("backend");
        await window.Button("Make a key").ClickAsync();
        var key = await window.Page.GetByLabel("New key", new PageGetByLabelOptions { Exact = true }).TextContentAsync() ?? "";
        using var answer = await server.Http.SendAsync(server.Request(HttpMethod.Get, "api/v1/environment-document/", key.Trim()));
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        await window.Page.ReloadAsync();
        await Assertions.Expect(window.Page.GetByText(key.Trim())).ToHaveCountAsync(0);
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task A_webhook_of_the_organisation_is_connected_tried_and_told_of_changes()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync();
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync("integrations/change-webhook");
        await window.Page.GetByLabel("For", new PageGetByLabelOptions { Exact = true }).SelectOptionAsync("this organisation");
        await window.Page.GetByLabel("URL", new PageGetByLabelOptions { Exact = true }).FillAsync(receiver.Address.ToString());
        await window.Button("Connect").ClickAsync();
        await window.SeesAsync("for the organisation");
        await window.ReadyAsync();
        await window.Button("Send a test event").ClickAsync();
        await window.SeesAsync("The receiver took the test event");

        await server.CreateFeatureAsync("told_to_the_organisation");

        await Eventually.TrueAsync("it is told", () => receiver.Requests.Any(request => request.Text.Contains("told_to_the_organisation", StringComparison.Ordinal)));
        await Assertions.Expect(window.Page.Locator("#attempts .dot.delivered").First).ToBeVisibleAsync();
        Assert.Empty(window.Faults);
    }
}
