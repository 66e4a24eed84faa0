using System.Net;
using Guidon.Dashboard.Frame;
using Guidon.Dashboard.Projects;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Guidon.Dashboard;

/// <summary>The door of this room: a host adds its services, then maps its pages over whatever reaches the management API.</summary>
public static class DashboardHost
{
    /// <summary>Set on each request to the management API: the address from which the person's own request came.</summary>
    public static HttpRequestOptionsKey<IPAddress?> RemoteAddress { get; } = new("guidon.remote-address");

    /// <summary>What rendering needs.</summary>
    public static void AddServices(IServiceCollection services) => services.AddRazorComponents();

    /// <summary>Signs the person of a request in whom the host has recognised by other means than the form, and leads on.</summary>
    /// <param name="http">The request; it is answered.</param>
    /// <param name="token">Of the management API.</param>
    /// <param name="to">The page that was wanted; what would lead to another site leads home.</param>
    public static void SignIn(HttpContext http, string token, string to)
    {
        Session.Start(http, $"Token {token}");
        Access.SignIn.Redirect(http, Access.SignIn.Own(to));
    }

    /// <summary>Leads to the sign-in page, which says why nobody was signed in.</summary>
    /// <param name="http">The request; it is answered.</param>
    /// <param name="sentence">For the person.</param>
    public static void TurnAway(HttpContext http, string sentence)
    {
        Session.Leave(http, sentence);
        Access.SignIn.Redirect(http, "/ui/login");
    }

    /// <summary>Maps <c>/</c>, everything below <c>/ui/</c>, and the page on which people let applications in.</summary>
    /// <param name="routes">The host's.</param>
    /// <param name="management">Takes requests to the management API; in the same process it needs no socket.</param>
    /// <returns>What goes on beside requests; the host disposes it when no request comes any more and before what the management API stands on.</returns>
    public static IAsyncDisposable Map(IEndpointRouteBuilder routes, HttpMessageHandler management)
    {
        ArgumentNullException.ThrowIfNull(routes);
        // The name stands for this installation; nothing resolves it.
        var imports = new ImportRuns(routes.ServiceProvider.GetRequiredService<ILogger<ImportRuns>>());
        new DashboardRoutes(new PageGate(ClientOf(TimeSpan.FromMinutes(2)), ClientOf(Timeout.InfiniteTimeSpan)), imports).Map(routes);
        return imports;

        HttpClient ClientOf(TimeSpan timeout) => new(management, disposeHandler: false) { BaseAddress = new Uri("http://guidon.invalid"), Timeout = timeout };
    }
}
