using System.Net;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Guidon.Dashboard.Tests.Browser;
using Guidon.Receivers.Mixpanel;
using Guidon.Receivers;
using Guidon.Server.Tests.Processes;
using Microsoft.Playwright;

namespace Guidon.Dashboard.Tests;

/// <summary>What must be so on every page.</summary>
public sealed class PageTests(Chromium chromium) : IClassFixture<Chromium>
{
    internal static readonly string[] Pages =
    [
        "features", "features/new", "features/1", "features/1/variants", "features/1/links", "features/1/code", "features/1/health", "features/1/history", "features/1/history?all=true", "features/1/versions", "features/1/usage", "tags", "charts", "charts?hours=1", "integrations", "integrations/mixpanel", "integrations/webhook", "destinations/1", "destinations/1/parked",
        "destinations/1/charts", "destinations/1/settings", "destinations/1/replay", "replays", "segments", "segments/new", "segments/1", "identities", "identities/1",
        "identities/1?why=new_dashboard", "keys", "environment", "project", "environments/new", "/ui/status", "/ui/alerts", "/ui/audit", "/ui/audit?verify=true", "/ui/members", "/ui/groups", "/ui/access", "/ui/access?place=projects/1", "/ui/organisation", "/ui/applications", "/ui/second-factor", "/ui/projects/new", "/ui/nowhere",
    ];

    private static readonly RunOnlyOptions s_rules = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task No_page_breaks_a_rule_of_accessibility(int width)
    {
        var mixpanel = new StrictMixpanel(TimeProvider.System);
        mixpanel.Projects.Add("token-1");
        await using var receivers = await ReceiverHost.StartAsync(mixpanel);
        await using var server = await GuidonProcess.StartAsync();
        await server.CreateAsync("mixpanel", new { api_key = "token-1", base_url = receivers.AddressOf(mixpanel) });
        await server.EvaluateAsync("alice", """[{"trait_key":"plan","trait_value":"pro"}]""");
        await server.DrainAsync("mixpanel");
        await server.ChangeFlagAsync(1, new { environment_default = new { enabled = false } });
        await server.AskAsync(HttpStatusCode.Created, SampleFlags.Key, "POST", "api/v1/projects/1/tags/", new { label = "checkout", color = "#c2410c" });
        var provider = await server.AskAsync(HttpStatusCode.Created, SampleFlags.Key, "POST", "api/v1/projects/1/feature-health/providers/", new { name = "Webhook" });
        var name = (await server.AskAsync(HttpStatusCode.OK, SampleFlags.Key, "GET", "api/v1/projects/1/features/1/")).GetProperty("name").GetString();
        foreach (var status in (string[])["unhealthy", "healthy"])
        {
            await server.AskAsync(HttpStatusCode.OK, "", "POST", new Uri(provider.GetProperty("webhook_url").GetString() ?? "").AbsolutePath[1..], new
            {
                feature = name,
                environment = status == "healthy" ? "Development" : null,
                status,
                reason = new { text_blocks = new[] { new { title = "Errors", text = new string('e', 300) } }, url_blocks = new[] { new { url = $"https://wiki.example/{new string('w', 300)}" } } },
            });
        }

        await server.AskAsync(HttpStatusCode.Created, SampleFlags.Key, "POST", "api/v1/projects/1/code-references/", new { repository_url = $"https://code.example/{new string('r', 200)}", revision = "abc", code_references = ((int[])[7, 12]).Select(line => new { feature_name = name, file_path = $"src/{new string('f', 200)}.cs", line_number = line }) });
        var group = await server.AskAsync(HttpStatusCode.Created, SampleFlags.Key, "POST", "api/v1/organisations/1/groups/", new { name = "Readers" });
        await server.AskAsync(HttpStatusCode.Created, SampleFlags.Key, "POST", "api/v1/projects/1/user-group-permissions/", new { group = group.GetProperty("id").GetInt32(), permissions = new[] { "VIEW_PROJECT" } });
        await using var window = await Window.OpenAsync(chromium, server, width: width);
        await window.Page.GotoAsync("/ui/login");
        var violations = new List<string>();
        await LookAsync("/ui/login");
        await window.SignInAsync("admin@example.org", "correct horse battery");
        foreach (var page in Pages)
        {
            await window.GoAsync(page);
            await LookAsync(page);
            // Nothing but tables and code in frames of their own may be wider than the window.
            if (await window.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth")) violations.Add($"{page}: wider than the window");
        }

        Assert.True(violations.Count == 0, string.Join("\n", violations));
        Assert.Empty(window.Faults);

        // Of all rules only the one about contrast asks which theme is shown.
        async Task LookAsync(string page)
        {
            violations.AddRange(await ViolationsAsync(window, page, s_rules));
            await window.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
            violations.AddRange(await ViolationsAsync(window, $"{page} in the dark", RunOnlyOptions.Rules("color-contrast")));
            await window.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        }
    }

    [Fact]
    public async Task A_reader_is_led_to_nothing_that_is_refused_and_is_offered_no_form_that_would_be()
    {
        await using var server = await GuidonProcess.StartAsync();
        await server.JoinAsync("grace@example.org");
        await server.PermitAsync("grace@example.org", "projects/1", isAdmin: false, "VIEW_PROJECT");
        await server.PermitAsync("grace@example.org", $"environments/{server.ClientKey}", isAdmin: false, "VIEW_ENVIRONMENT", "VIEW_IDENTITIES");
        await server.CreateSegmentAsync("team", "team", "red");
        await server.EvaluateAsync("alice", """[{"trait_key":"plan","trait_value":"pro"}]""");
        await using var window = await Window.OpenAsync(chromium, server);
        await window.SignInAsync("grace@example.org", "a password of mine");
        var led = await window.Page.Locator("nav#nav a[href], .topline a[href]").EvaluateAllAsync<string[]>("all => all.map(each => each.getAttribute('href'))");
        var wrong = new List<string>();
        foreach (var address in led.Distinct())
        {
            if ((await window.Page.GotoAsync(address))?.Status is not 200) wrong.Add($"{address} is refused");
        }

        foreach (var page in Pages)
        {
            await window.GoAsync(page);
            // A new organisation is everybody's, and so is the own account.
            var forms = await window.Page.Locator("#main form[method=post]:not([action='/ui/organisation'], [action='/ui/second-factor'], [action='/ui/logout']) :is(button, input:not([type=hidden]), select, textarea):enabled:visible").CountAsync();
            if (forms > 0) wrong.Add($"{page} offers {forms} fields and buttons");
            wrong.AddRange(await ViolationsAsync(window, page, s_rules));
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task Without_scripts_a_narrow_window_shows_the_navigation()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var window = await Window.SignedInAsync(chromium, server, width: 390);
        await Assertions.Expect(window.Page.Locator("nav#nav")).ToBeHiddenAsync();
        await window.Page.RouteAsync("**/js/*.js", route => route.AbortAsync());

        await window.Page.GotoAsync($"/ui/p/1/e/{server.ClientKey}/tags");

        await Assertions.Expect(window.Page.Locator("nav#nav")).ToBeVisibleAsync();
        await window.Link("Segments").ClickAsync();
        await window.SeesAsync("Audiences by rules over traits.");
    }

    [Fact]
    [Trait("Row", "S22")]
    public async Task Every_page_forbids_what_is_inline_and_what_is_elsewhere()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var window = await Window.SignedInAsync(chromium, server);
        foreach (var page in (string[])["features", "/ui/status", "/ui/nowhere"])
        {
            var answer = await window.Page.GotoAsync(page.StartsWith('/') ? page : $"/ui/p/1/e/{server.ClientKey}/{page}");
            var policy = await answer!.HeaderValueAsync("content-security-policy") ?? "";
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Null(await answer.HeaderValueAsync("access-control-allow-origin"));
            Assert.Equal("nosniff", await answer.HeaderValueAsync("x-content-type-options"));
            Assert.DoesNotContain("style=", await answer.TextAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_first_load_transfers_less_than_one_megabyte()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var window = await Window.OpenAsync(chromium, server);
        var sizes = new List<Task<RequestSizesResult>>();
        window.Page.RequestFinished += (_, request) =>
        {
            lock (sizes) sizes.Add(request.SizesAsync());
        };
        await window.SignInAsync("admin@example.org", "correct horse battery");
        await window.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var total = (await Task.WhenAll(sizes)).Sum(each => each.ResponseBodySize + each.ResponseHeadersSize);
        Assert.InRange(total, 1_000, 1_000_000);
    }

    [Fact]
    public async Task The_keyboard_alone_is_enough()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var window = await Window.SignedInAsync(chromium, server);
        var page = window.Page;
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator(":focus")).ToHaveTextAsync("Skip to content");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("status");
        await Assertions.Expect(page.Locator("#found li[aria-selected=true]")).ToContainTextAsync("Status");
        await page.Keyboard.PressAsync("Enter");
        await window.SeesAsync("All books balance.");
        await window.ReadyAsync();
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("new feature");
        await Assertions.Expect(page.Locator("#found li[aria-selected=true]")).ToContainTextAsync("New feature");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveTitleAsync("New feature · Guidon");
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task The_theme_follows_the_system_until_a_person_chooses()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var window = await Window.SignedInAsync(chromium, server, dark: true);
        var dark = await PaperAsync();
        await window.Button("Light or dark").ClickAsync();
        var light = await PaperAsync();
        Assert.NotEqual(dark, light);
        await window.Page.ReloadAsync();
        Assert.Equal(light, await PaperAsync());

        Task<string> PaperAsync() => window.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
    }

    private static async Task<IEnumerable<string>> ViolationsAsync(Window window, string page, RunOnlyOptions rules)
    {
        var result = await window.Page.RunAxe(new AxeRunOptions { RunOnly = rules });
        return result.Violations.SelectMany(each => each.Nodes.Select(node => $"{page}: {each.Id}: {node.Html} {string.Join("; ", node.Any.Select(check => check.Message))}"));
    }
}
