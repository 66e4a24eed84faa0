using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Guidon.Server.Start;

/// <summary>What proxies in front say of a request: from where it came, and whether by https.</summary>
internal static class ForwardedFrom
{
    /// <summary>The first filter of all. Without proxies there is none, and headers that claim something else are text like any other.</summary>
    /// <param name="app">The server.</param>
    /// <param name="proxies">Networks in CIDR form, checked at start.</param>
    internal static void Use(WebApplication app, IReadOnlyList<string> proxies)
    {
        if (proxies.Count == 0) return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,   // as far back as the proxies are known; the first stranger is the client
        };
        // The framework believes this machine by default; here nobody is believed who was not named.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies) options.KnownIPNetworks.Add(IPNetwork.Parse(proxy));
        app.UseForwardedHeaders(options);
    }
}
