using System.Net;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Receivers;
using Guidon.Receivers.Sentry;
using Guidon.Receivers.Webhook;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Vendors;

/// <summary>A server of its own and every strict receiver that takes changes.</summary>
public sealed class ChangeBench : IAsyncDisposable
{
    public const string Key = "key-of-the-project";

    private readonly ReceiverHost _host;

    private ChangeBench(ReceiverHost host, GuidonProcess server) => (_host, Server) = (host, server);

    public GuidonProcess Server { get; private set; }

    public static async Task<ChangeBench> OpenAsync() => new(
        await ReceiverHost.StartAsync([.. ReceiverHost.Changes(TimeProvider.System, Key), new StrictWebhook(TimeProvider.System)]), await GuidonProcess.StartAsync());

    public T Of<T>()
        where T : StrictReceiver => _host.Receivers.OfType<T>().Single();

    /// <summary>Where a webhook sends.</summary>
    public string HookAddress => _host.AddressOf(Of<StrictWebhook>()) + "/hook";

    public IEnumerable<StrictReceiver> Vendors => _host.Receivers.Where(receiver => receiver is not StrictWebhook);

    public async Task KillAndStartAgainAsync()
    {
        await Server.KillAsync();
        await using var killed = Server;
        Server = await GuidonProcess.StartAsync(ServerSettings.Again(killed));
    }

    /// <summary>Where an integration is configured.</summary>
    public string PathOf(string integration) => integration switch
    {
        "datadog" or "new-relic" or "grafana" => $"api/v1/projects/1/integrations/{integration}/",
        "webhook" => $"api/v1/environments/{Server.ClientKey}/webhooks/",
        _ => $"api/v1/environments/{Server.ClientKey}/integrations/{integration}/",
    };

    /// <summary>A body that creates it, pointing at its receiver.</summary>
    public string SettingsOf(StrictReceiver receiver) => receiver switch
    {
        StrictSentry sentry => Json(("webhook_url", _host.AddressOf(receiver) + "/api/0/organizations/acme/flags/hooks/provider/generic/"), ("secret", sentry.Secret)),
        StrictWebhook => Json(("url", HookAddress)),
        _ => Json(("base_url", _host.AddressOf(receiver)), ("api_key", Key), ("api_token", Key), ("app_id", "4711"), ("channel_id", "C1")),
    };

    public async Task<int> ConnectAsync(StrictReceiver receiver, string? path = null) =>
        (await Server.ManageAsync(HttpStatusCode.Created, "POST", path ?? PathOf(receiver.Name), SettingsOf(receiver))).GetProperty("id").GetInt32();

    /// <summary>Waits until nothing is pending anywhere; then every balance must close.</summary>
    public async Task<IReadOnlyList<JsonElement>> DrainAsync()
    {
        IReadOnlyList<JsonElement> all = [];
        await Eventually.TrueAsync("everything is drained", async () =>
        {
            all = await DestinationsAsync();
            return all.All(each => each.GetProperty("ledger").GetProperty("pending").GetInt64() == 0);
        });
        Assert.All(all, each => Assert.True(each.GetProperty("ledger").GetProperty("residual").GetInt64() == 0, each.GetRawText()));
        return all;
    }

    public async Task<IReadOnlyList<JsonElement>> DestinationsAsync() =>
        [.. JsonElement.Parse(await Server.Management.GetStringAsync("api/guidon/v1/destinations")).GetProperty("results").EnumerateArray()];

    public async Task<JsonElement> DestinationAsync(string integration) =>
        (await DestinationsAsync()).Single(each => each.GetProperty("integration").GetString() == integration);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await _host.DisposeAsync();
    }

    private static string Json(params (string Name, string Value)[] fields) => JsonSerializer.Serialize(fields.ToDictionary(field => field.Name, field => field.Value));
}
