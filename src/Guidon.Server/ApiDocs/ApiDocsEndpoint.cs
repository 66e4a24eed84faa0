using System.IO.Compression;
using System.Reflection;
using System.Text;
using Guidon.Server.Management;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace Guidon.Server.ApiDocs;

/// <summary>
/// <c>GET /api/docs</c>: the API for people. <c>openapi.json</c> below it is the document for programs, made when somebody first asks. The files of the
/// page come from here, and no script stands in it.
/// </summary>
/// <param name="endpoints">Everything that is mapped, asked for when the document is made.</param>
internal sealed class ApiDocsEndpoint(Func<IEnumerable<Endpoint>> endpoints)
{
    internal const string Root = "/api/docs/";
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private const string Own = "Guidon.Server.ApiDocs.assets.";
    private const string Bundle = "Swashbuckle.AspNetCore.SwaggerUI.node_modules.swagger_ui_dist.";

    private readonly Lazy<byte[]> _document = new(() => Encoding.UTF8.GetBytes(ApiDocument.Of(endpoints()).ToJsonString()));

    internal void Map(IEndpointRouteBuilder routes)
    {
        new MethodTable { Get = ManagementAccess.Open(PageAsync) }.Map(routes, Root);
        new MethodTable { Get = ManagementAccess.Open(DocumentAsync) }.Map(routes, Root + "openapi.json");
        new MethodTable { Get = ManagementAccess.Open(FileAsync) }.Map(routes, Root + "{file}");
    }

    private Task DocumentAsync(HttpContext http) => Answers.JsonAsync(http, StatusCodes.Status200OK, _document.Value);

    private static Task PageAsync(HttpContext http)
    {
        http.Response.Headers.ContentSecurityPolicy = Policy;
        return SendAsync(http, typeof(ApiDocsEndpoint).Assembly, Own + "index.html", "text/html; charset=utf-8", isPacked: false);
    }

    private static Task FileAsync(HttpContext http) => (string?)http.GetRouteValue("file") switch
    {
        "start.js" => SendAsync(http, typeof(ApiDocsEndpoint).Assembly, Own + "start.js", "text/javascript", isPacked: false),
        "swagger-ui-bundle.js" => SendAsync(http, typeof(SwaggerUIOptions).Assembly, Bundle + "swagger-ui-bundle.js", "text/javascript", isPacked: true),
        "swagger-ui.css" => SendAsync(http, typeof(SwaggerUIOptions).Assembly, Bundle + "swagger-ui.css", "text/css", isPacked: true),
        _ => Answers.NotFoundAsync(http),
    };

    // The package has its files packed; they go out as they lie there, to everybody who can unpack them.
    private static async Task SendAsync(HttpContext http, Assembly assembly, string name, string type, bool isPacked)
    {
        http.Response.ContentType = type;
        await using var file = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not in {assembly.GetName().Name}.");
        var goesPacked = isPacked && http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        if (goesPacked) http.Response.Headers.ContentEncoding = "gzip";
        await using var content = isPacked && !goesPacked ? new GZipStream(file, CompressionMode.Decompress) : file;
        await content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
