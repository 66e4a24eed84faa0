using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Guidon.Load;

/// <summary>
/// The destination's other end: reads everything, answers 200, counts. A process of its own, since one that lived in the client's
/// would take turns with the connections whose latency is measured.
/// </summary>
internal sealed class Receiver(ServerProcess process, HttpClient client) : IAsyncDisposable
{
    private const string CountPath = "/count";
    private static readonly byte[] s_taken = """{"code":200}"""u8.ToArray();   // as the batch destination's receiver words it; the webhook reads no body

    internal Uri Address => process.Address;

    internal static async Task<Receiver> StartAsync(HttpClient client, CancellationToken cancellation)
    {
        var process = ServerProcess.Start(address => [Assembly.GetExecutingAssembly().Location, "receiver", address], new Dictionary<string, string>());
        await process.WaitUntilReadyAsync(client, CountPath, anyAnswer: false, cancellation);
        return new Receiver(process, client);
    }

    /// <summary>The other process.</summary>
    internal static async Task RunAsync(string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        var app = builder.Build();
        long count = 0;
        app.Run(async context =>
        {
            var asked = context.Request.Method == HttpMethods.Get;
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            if (!asked) Interlocked.Increment(ref count);
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(asked ? Encoding.UTF8.GetBytes(Volatile.Read(ref count).ToString(CultureInfo.InvariantCulture)) : s_taken, context.RequestAborted);
        });
        await app.RunAsync();
    }

    /// <returns>Requests so far.</returns>
    internal async Task<long> CountAsync(CancellationToken cancellation) =>
        long.Parse(await client.GetStringAsync(new Uri(Address, CountPath), cancellation), CultureInfo.InvariantCulture);

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
