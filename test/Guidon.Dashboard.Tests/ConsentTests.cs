using System.Net;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Guidon.Dashboard.Tests.Browser;
using Guidon.Doubles;
using Guidon.Server.Tests.Management.Applications;
using Guidon.Server.Tests.Processes;
using Microsoft.Playwright;

namespace Guidon.Dashboard.Tests;

/// <summary>The browser's part of the command line's log-in: it opens the page, and listens for the answer on a free port of its own machine.</summary>
public sealed class ConsentTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Me = "api/v1/auth/users/me/";

    [Fact]
    public async Task Who_signs_in_and_allows_it_is_led_back_to_the_listening_program_without_a_script_and_ends_it_later()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var listener = await RecordingReceiver.StartAsync();
        var program = Program(server, listener);
        await using var window = await Window.OpenAsync(chromium, server);
        await window.Page.RouteAsync("**/js/*.js", route => route.AbortAsync());

        await window.Page.GotoAsync($"/oauth/authorize/?{program.Query}");
        await window.Page.GetByLabel("E-mail").FillAsync(People.AdminEmail);
        await window.Page.GetByLabel("Password").FillAsync(People.AdminPassword);
        await window.Button("Sign in").ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Let Flagsmith CLI in?");
        await window.SeesAsync($"a program on this computer ({listener.Address.Authority})");
        await window.Button("Allow").ClickAsync();

        var (access, refresh) = AskingProgram.Tokens(await program.ExchangeAsync(HttpStatusCode.OK, (await ToldAsync(window, listener))["code"]));
        await server.AskAsync(HttpStatusCode.OK, access, "GET", Me);
        await window.Page.UnrouteAsync("**/js/*.js");
        await window.GoAsync("/ui/applications");
        await LookAsync(window);
        await window.Button("End Flagsmith CLI").ClickAsync();
        await window.SeesAsync("The application is refused from now on.");
        await server.AskAsync(HttpStatusCode.Unauthorized, access, "GET", Me);
        await program.RefreshAsync(HttpStatusCode.BadRequest, refresh);
        Assert.All(window.Faults, fault => Assert.StartsWith($"a request to {listener.Address}", fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_refuses_is_led_back_as_well_and_a_wrong_request_is_told_to_nobody()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var listener = await RecordingReceiver.StartAsync();
        var program = Program(server, listener);
        await using var window = await Window.SignedInAsync(chromium, server);

        await window.Page.GotoAsync($"/oauth/authorize/?{program.Query}&scope=everything");
        await window.SeesAsync("This cannot be allowed");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        Assert.Empty(listener.Requests);

        var page = await window.Page.GotoAsync($"/oauth/authorize/?{program.Query}");
        Assert.Equal("DENY", await page!.HeaderValueAsync("x-frame-options"));
        Assert.Contains("frame-ancestors 'none'", await page.HeaderValueAsync("content-security-policy") ?? "", StringComparison.Ordinal);
        await LookAsync(window);
        await window.Button("Refuse").ClickAsync();

        Assert.Equal("access_denied", (await ToldAsync(window, listener))["error"]);
    }

    [Fact]
    public async Task A_form_of_another_site_lets_nobody_in()
    {
        await using var server = await GuidonProcess.StartAsync();
        var program = new AskingProgram(server);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, $"oauth/authorize/?{program.Query}")) { Content = new FormUrlEncodedContent([new("do", "allow")]) };
        request.Headers.Add("Cookie", $"guidon_dashboard={Uri.EscapeDataString(await server.SignInAsync())}");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var answer = await server.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Refresh"));
    }

    private static AskingProgram Program(GuidonProcess server, RecordingReceiver listener) => new(server, redirect: $"http://127.0.0.1:{listener.Address.Port}/callback");

    private static async Task<Dictionary<string, string>> ToldAsync(Window window, RecordingReceiver listener)
    {
        await window.Page.WaitForURLAsync(url => url.StartsWith($"{listener.Address}callback?", StringComparison.Ordinal));
        Assert.Contains(listener.Requests, each => each.Path == "/callback");
        return new Uri(window.Page.Url).Query.TrimStart('?').Split('&').Select(each => each.Split('=')).ToDictionary(each => each[0], each => Uri.UnescapeDataString(each[1]));
    }

    private static async Task LookAsync(Window window)
    {
        var result = await window.Page.RunAxe(new AxeRunOptions { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice") });
        Assert.Equal([], result.Violations.SelectMany(each => each.Nodes.Select(node => $"{each.Id}: {node.Html}")));
    }
}
