using Deque.AxeCore.Playwright;
using Guidon.Dashboard.Tests.Browser;
using Guidon.OpenIdProvider;
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
    public async Task A_second_factor_is_switched_on_asked_for_at_the_next_log_in_and_switched_off()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.Link("Second factor").ClickAsync();
        await window.Page.GetByLabel("Password").FillAsync("wrong");
        await window.Button("Set up an app").ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This is not your password.");
        await window.Page.GetByLabel("Password").FillAsync("correct horse battery");
        await window.Button("Set up an app").ClickAsync();
        var app = new Authenticator(await window.Page.GetByLabel("Secret", new PageGetByLabelOptions { Exact = true }).TextContentAsync() ?? "");
        Assert.True(await window.Page.Locator("img.qr").EvaluateAsync<bool>("each => each.complete && each.naturalWidth > 200"));
        await AxeAsync();
        await window.Page.GetByLabel("Code of the app").FillAsync(app.Wrong());
        await window.Button("Switch on").ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not the code that the app shows now");
        await window.Page.GetByLabel("Code of the app").FillAsync(app.Next());
        await window.Button("Switch on").ClickAsync();
        var codes = (await window.Page.GetByLabel("Backup codes").TextContentAsync() ?? "").Split('\n');
        Assert.Equal(10, codes.Length);
        await AxeAsync();
        await window.Button("Sign out").ClickAsync();

        await window.Page.GotoAsync("/ui/status");
        await window.Page.GetByLabel("E-mail").FillAsync("admin@example.org");
        await window.Page.GetByLabel("Password").FillAsync("correct horse battery");
        await window.Button("Sign in").ClickAsync();
        await window.Page.GetByLabel("Code of your app").FillAsync(app.Wrong());
        await window.Button("Sign in").ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This code is wrong");
        await AxeAsync();
        await window.Page.GetByLabel("Code of your app").FillAsync(codes[0]);
        await window.Button("Sign in").ClickAsync();
        await window.SeesAsync("All books balance.");

        await window.Link("Second factor").ClickAsync();
        await window.Page.GetByLabel("Password").FillAsync("correct horse battery");
        await window.Button("Switch off").ClickAsync();
        await window.SeesAsync("The second factor is off.");
        Assert.Empty(window.Faults);

        async Task AxeAsync() => Assert.Empty((await window.Page.RunAxe()).Violations.Select(each => $"{each.Id}: {each.Nodes[0].Html}"));
    }

    [Fact]
    public async Task Who_is_asked_for_a_second_factor_is_led_to_where_it_is_switched_on()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync("/ui/organisation");
        await window.Page.GetByLabel("Who signs in with a password needs a second factor").CheckAsync();
        await window.Button("Save organisation").ClickAsync();
        await window.SeesAsync("Your organisation asks for a second factor.");
        await window.Page.GetByLabel("Password").FillAsync("correct horse battery");
        await window.Button("Set up an app").ClickAsync();
        var app = new Authenticator(await window.Page.GetByLabel("Secret", new PageGetByLabelOptions { Exact = true }).TextContentAsync() ?? "");
        await window.Page.GetByLabel("Code of the app").FillAsync(app.Next());
        await window.Button("Switch on").ClickAsync();
        await window.Link("I have kept them").ClickAsync();
        await Assertions.Expect(window.Page.Locator("nav#nav")).ToBeAttachedAsync();
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task A_provider_signs_people_in_and_leads_them_to_where_they_wanted()
    {
        await using var provider = await LocalProvider.StartAsync();
        provider.Person = new("subject-1", "admin@example.org", IsVerified: false);
        await using var server = await GuidonProcess.StartAsync(new ServerSettings { Variables = provider.Settings() });
        await using var window = await Window.OpenAsync(chromium, server);
        await window.Page.GotoAsync("/ui/status");
        await window.Link("Sign in with Local").ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("does not say that your e-mail address is verified");
        await Assertions.Expect(window.Page).ToHaveTitleAsync("Sign in · Guidon");

        provider.Person = new("subject-1", "admin@example.org");
        await window.Page.GotoAsync("/ui/status");
        await window.Link("Sign in with Local").ClickAsync();

        await window.SeesAsync("All books balance.");
        Assert.Equal("/ui/status", new Uri(window.Page.Url).AbsolutePath);
        await window.Button("Sign out").ClickAsync();
        await Assertions.Expect(window.Page).ToHaveTitleAsync("Sign in · Guidon");
        Assert.All(window.Faults, fault => Assert.StartsWith($"a request to {provider.Address}authorize", fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_page_about_the_api_opens_without_asking_anybody_else()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var window = await Window.OpenAsync(chromium, server);
        await window.Page.GotoAsync("/api/docs");
        await window.Page.Locator("#operations-tag-Auth").ClickAsync();
        await window.Page.GetByText("Login", new PageGetByTextOptions { Exact = true }).First.ClickAsync();
        await window.SeesAsync("are answered with the same words after the same work");
        Assert.Empty(window.Faults);
    }

    [Fact]
    [Trait("Row", "S22")]
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
