using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Guidon.Load;

/// <summary>The real server with its sample project, on an empty data folder.</summary>
internal sealed class GuidonServer(ServerProcess process, HttpClient client, string data) : IAsyncDisposable
{
    private const string ApiKey = "load.0123456789abcdef0123456789abcdef";

    internal Uri Address => process.Address;

    internal string EnvironmentKey =>
        process.Lines.Select(line => line.Split("client-side key:")).FirstOrDefault(parts => parts.Length == 2)?[1].Trim().Split(' ')[0]
        ?? throw new LoadException($"the server printed no client-side key:\n{string.Join('\n', process.Lines)}");

    internal static async Task<GuidonServer> StartAsync(string assembly, HttpClient client, CancellationToken cancellation)
    {
        if (!File.Exists(assembly)) throw new LoadException($"{assembly} is missing; start from the root of the tree with `dotnet run build.cs -- bench`");
        var data = Directory.CreateTempSubdirectory("guidon-load-").FullName;
        var process = ServerProcess.Start(address => [assembly, "--urls", address, "--data", data], new Dictionary<string, string>
        {
            ["GUIDON_Bootstrap__AdminEmail"] = "load@example.org",
            ["GUIDON_Bootstrap__AdminPassword"] = "load-comparison-only",
            ["GUIDON_Bootstrap__ApiKey"] = ApiKey,
            ["GUIDON_Delivery__AllowedNetworks__0"] = "127.0.0.0/8",
        });
        await process.WaitUntilReadyAsync(client, "/health/ready", anyAnswer: false, cancellation);
        return new GuidonServer(process, client, data);
    }

    internal async Task AddWebhookAsync(Uri receiver, CancellationToken cancellation)
    {
        using var request = Authorized(HttpMethod.Post, $"/api/v1/environments/{EnvironmentKey}/integrations/webhook/");
        request.Content = JsonContent.Create(new Dictionary<string, string> { ["url"] = receiver.ToString() });
        using var response = await client.SendAsync(request, cancellation);
        if (!response.IsSuccessStatusCode) throw new LoadException($"the webhook was refused: {await response.Content.ReadAsStringAsync(cancellation)}");
    }

    /// <summary>The one destination's ledger; all zeros before there is one.</summary>
    internal async Task<Ledger> ReadLedgerAsync(CancellationToken cancellation)
    {
        using var request = Authorized(HttpMethod.Get, "/api/guidon/v1/destinations");
        using var response = await client.SendAsync(request, cancellation);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(cancellation));
        var destinations = document.RootElement.GetProperty("results");
        if (destinations.GetArrayLength() == 0) return default;
        var ledger = destinations[0].GetProperty("ledger");
        return new Ledger(Count("accepted"), Count("delivered"), Count("pending"), Count("residual"));

        long Count(string name) => ledger.GetProperty(name).GetInt64();
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    private HttpRequestMessage Authorized(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(Address, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Api-Key", ApiKey);
        return request;
    }
}
