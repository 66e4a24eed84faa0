using Guidon.Dashboard.Tests.Browser;
using Guidon.Server.Tests.Processes;
using Microsoft.Playwright;

namespace Guidon.Dashboard.Tests;

public sealed class SignInTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Who_is_not_signed_in_is_asked_and_then_led_to_where_they_wanted()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var window = await Window.OpenAsync(chromium, server);
        await window.Page.GotoAsync("/ui/status");
        await window.Page.GetByLabel("E-mail").FillAsync("admin@example.org");
        await window.Page.GetByLabel("Password").FillAsync("wrong");
        await window.Button("Sign in").ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.GetByLabel("E-mail")).ToHaveValueAsync("admin@example.org");

        await window.Page.GetByLabel("Password").FillAsync("correct horse battery");
        await window.Button("Sign in").ClickAsync();

        await window.SeesAsync("All books balance.");
        await window.Button("Sign out").ClickAsync();
        await Assertions.Expect(window.Page).ToHaveTitleAsync("Sign in · Guidon");
        await window.Page.GotoAsync("/ui/status");
        await Assertions.Expect(window.Page).ToHaveTitleAsync("Sign in · Guidon");
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task A_form_of_another_site_changes_nothing()
    {
        await using var server = await GuidonProcess.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "ui/login") { Content = new FormUrlEncodedContent([new("email", "admin@example.org"), new("password", "correct horse battery")]) };
        request.Headers.Add("Origin", "https://elsewhere.example");
        using var answer = await server.Http.SendAsync(request);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }
}
