using System.Net;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.Oidc;

/// <summary>A browser without a window: keeps cookies and follows one redirect at a time, so that a test can stop on the way.</summary>
public sealed class Traveller : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;
    private readonly Uri _server;

    public Traveller(GuidonProcess server)
    {
        _server = server.Address;
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromMinutes(2) };
    }

    /// <summary>What the dashboard would show with each request; null when nobody is signed in.</summary>
    public string? Credential => _cookies.GetCookies(_server)["guidon_dashboard"] is { Value.Length: > 0 } cookie ? WebUtility.UrlDecode(cookie.Value) : null;

    /// <summary>The sentence for the next page.</summary>
    public string Notice => WebUtility.UrlDecode(_cookies.GetCookies(_server)["guidon_notice"]?.Value ?? "");

    /// <summary>From the button to the provider, and back to the address that the provider names.</summary>
    public async Task<Uri> ReachProviderAsync(string to = "/ui/status") => await NextAsync(await NextAsync(new Uri(_server, $"api/guidon/v1/oidc/login?to={Uri.EscapeDataString(to)}")));

    /// <summary>The whole log-in.</summary>
    /// <returns>Where it ends.</returns>
    public async Task<string> LogInAsync(string to = "/ui/status") => (await NextAsync(await ReachProviderAsync(to))).PathAndQuery;

    /// <summary>All that it would send to the server.</summary>
    public string CookieHeader() => _cookies.GetCookieHeader(_server);

    /// <summary>One step.</summary>
    public async Task<Uri> NextAsync(Uri address)
    {
        using var answer = await _http.GetAsync(address);
        Assert.True((int)answer.StatusCode is >= 300 and < 400, $"{address}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return new Uri(address, answer.Headers.Location ?? throw new InvalidOperationException("a redirect to nowhere"));
    }

    public void Dispose() => _http.Dispose();
}
