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
    private readonly ConcurrentDictionary<string, string[]> _shown = new();   // what came with whose certificate
    private WebApplication? _app;

    private MutualTlsReceiver()
    {
    }

    /// <summary>Whose certificates they were, and who vouches for them by what the caller showed.</summary>
    public ConcurrentQueue<string> Callers { get; } = new();

    public Uri Address => new((_app ?? throw new InvalidOperationException("Not started.")).Urls.First());

    public static async Task<MutualTlsReceiver> StartAsync(X509Certificate2 certificate)
    {
        var receiver = new MutualTlsReceiver();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificate = certificate,
            ClientCertificateMode = ClientCertificateMode.RequireCertificate,
            ClientCertificateValidation = (own, chain, _) => receiver.Note(own, chain),
        })));
        var app = receiver._app = builder.Build();
        app.Run(context =>
        {
            var own = context.Connection.ClientCertificate?.Subject ?? "";
            receiver.Callers.Enqueue(string.Join(" by ", [own, .. receiver._shown.GetValueOrDefault(own, [])]));
            return Task.CompletedTask;
        });
        await app.StartAsync();
        return receiver;
    }

    // Who it is is noted, and asserted by the test.
    private bool Note(X509Certificate2 own, X509Chain? chain)
    {
        _shown[own.Subject] = [.. (chain?.ChainPolicy.ExtraStore ?? []).Select(each => each.Subject).Where(subject => subject != own.Subject)];
        return true;
    }

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;
}
