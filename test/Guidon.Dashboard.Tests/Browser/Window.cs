using Guidon.Server.Tests.Processes;
using Microsoft.Playwright;

namespace Guidon.Dashboard.Tests.Browser;

/// <summary>One person's browser window: it notes every request to another host, everything that a policy refused, and every script's error.</summary>
public sealed class Window : IAsyncDisposable
{
    // A loaded machine may need half a minute for what usually takes a tenth of a second.
    internal const float PatienceMilliseconds = 120_000;

    private readonly IBrowserContext _context;
    private readonly List<string> _faults = [];

    private Window(IBrowserContext context, IPage page, GuidonProcess server)
    {
        (_context, Page, Server) = (context, page, server);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(server.Address.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal)) Note($"a request to {request.Url}");
        };
        page.PageError += (_, error) => Note($"a script failed: {error}");
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("Failed to load resource", StringComparison.Ordinal)) Note($"the console says: {message.Text}");
        };
    }

    public IPage Page { get; }

    public GuidonProcess Server { get; }

    /// <summary>What no page may do.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_faults) return [.. _faults];
        }
    }

    public static async Task<Window> OpenAsync(Chromium chromium, GuidonProcess server, bool dark = false, int width = 1280, int height = 860)
    {
        var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = server.Address.ToString(),
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            TimezoneId = "UTC",
            Locale = "en-GB",
        });
        context.SetDefaultTimeout(PatienceMilliseconds);
        Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);
        return new Window(context, await context.NewPageAsync(), server);
    }

    /// <summary>The same with the administrator signed in.</summary>
    public static async Task<Window> SignedInAsync(Chromium chromium, GuidonProcess server, bool dark = false, int width = 1280, int height = 860)
    {
        var window = await OpenAsync(chromium, server, dark, width, height);
        await window.SignInAsync("admin@example.org", "correct horse battery");
        return window;
    }

    public async Task SignInAsync(string email, string password)
    {
        await Page.GotoAsync("/");
        await Page.GetByLabel("E-mail").FillAsync(email);
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(Page.Locator("nav#nav")).ToBeAttachedAsync();
        await ReadyAsync();
    }

    /// <summary>Goes to an address of the sample environment, and waits for the scripts.</summary>
    public async Task GoAsync(string rest)
    {
        await Page.GotoAsync(rest.StartsWith('/') ? rest : $"/ui/p/1/e/{Server.ClientKey}/{rest}");
        await ReadyAsync();
    }

    public Task ReadyAsync() => Assertions.Expect(Page.Locator("html[data-ready]")).ToBeAttachedAsync();

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = name });

    public Task SeesAsync(string text) => Assertions.Expect(Page.GetByText(text).First).ToBeVisibleAsync();

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Note(string fault)
    {
        lock (_faults) _faults.Add(fault);
    }
}
