using System.Buffers;
using Guidon.Bench;
using Guidon.Flags;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Guidon.Load;

/// <summary>Publishes the document of the comparison, so that an edge serves it as it would serve anybody's.</summary>
internal sealed class Upstream(WebApplication app) : IAsyncDisposable
{
    internal const string ServerKey = "ser.load-comparison";

    internal Uri Address => new(new Uri(app.Urls.First()), "/api/v1/");

    internal static async Task<Upstream> StartAsync(CancellationToken cancellation)
    {
        var document = new ArrayBufferWriter<byte>();
        EnvironmentDocumentWriter.Write(EvaluationDocument.Document, document);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/api/v1/environment-document/", () => Results.Bytes(document.WrittenMemory.ToArray(), "application/json"));
        await app.StartAsync(cancellation);
        return new Upstream(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
