using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;

namespace Guidon.Server.Tests.Processes;

/// <summary>A receiver over https that lets nobody in without a certificate, and notes whose it was.</summary>
public sealed class MutualTlsReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private MutualTlsReceiver(WebApplication app) => _app = app;

    public ConcurrentQueue<string> Callers { get; } = new();

    public Uri Address => new(_app.Urls.First());

    public static async Task<MutualTlsReceiver> StartAsync(X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificate = certificate,
            ClientCertificateMode = ClientCertificateMode.RequireCertificate,
            ClientCertificateValidation = (_, _, _) => true,   // who it is is noted, and asserted by the test
        })));
        var receiver = new MutualTlsReceiver(builder.Build());
        receiver._app.Run(context =>
        {
            receiver.Callers.Enqueue(context.Connection.ClientCertificate?.Subject ?? "");
            return Task.CompletedTask;
        });
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
