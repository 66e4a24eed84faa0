using System.Net;
using Guidon.Integrations;
using Guidon.Server.Start;
using Guidon.Server.Tests.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guidon.Server.Tests.Management;

/// <summary>Every URL that the server maps, asked of the server itself: a new one is there without anybody writing it down.</summary>
public static class MappedRoutes
{
    private static readonly string[] s_ofSdks =
    [
        "/api/v1/flags", "/api/v1/identities", "/api/v1/environment-document", "/api/v1/analytics", "/api/v2/analytics", "/api/v1/bulk-identities", "/api/v1/traits",
        "/v1/events", "/ofrep/", "/sse/", "/health", "/version", "{*path}", "/ui/", "/oauth/authorize/",
    ];

    /// <summary>Those that are not an SDK's, a probe's or a page's.</summary>
    public static async Task<IReadOnlyList<string>> OfManagementAsync() => await AskAsync<IReadOnlyList<string>>(endpoints =>
        [.. endpoints.Select(endpoint => endpoint.RoutePattern.RawText ?? "").Distinct().Where(path => path != "/" && !Array.Exists(s_ofSdks, sdk => path.StartsWith(sdk, StringComparison.Ordinal)))]);

    /// <summary>Every path that answers by method, with its methods.</summary>
    public static async Task<IReadOnlyList<(string Path, IReadOnlyList<string> Methods)>> TablesAsync() => await AskAsync<IReadOnlyList<(string, IReadOnlyList<string>)>>(endpoints =>
        [.. endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<MethodTable>() is not null).Select(endpoint => (endpoint.RoutePattern.RawText ?? "", Methods(endpoint)))]);

    private static IReadOnlyList<string> Methods(RouteEndpoint endpoint) => [.. (endpoint.Metadata.GetMetadata<MethodTable>()?.Operations() ?? []).Select(each => each.Method)];

    // A node that is put together like every other and never started.
    private static async Task<T> AskAsync<T>(Func<IEnumerable<RouteEndpoint>, T> ask)
    {
        var folder = Directory.CreateTempSubdirectory("guidon-test-").FullName;
        string[] arguments = ["--data", folder, "--urls", "http://127.0.0.1:0"];
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = arguments });
        await using var node = await Composition.OpenAsync(builder, StartSettings.Read(builder, arguments, isEdge: false), Catalog.All, default);
        return ask(node.Endpoints);
    }

    /// <summary>The methods of a path, as the server tells who asks with another.</summary>
    public static async Task<string[]> MethodsAsync(this GuidonProcess server, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod("PROPFIND"), new Uri(server.Address, path));
        using var answer = await server.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        return [.. answer.Content.Headers.Allow.Where(method => method is not "OPTIONS")];
    }
}
