using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Receivers;
using Guidon.Receivers.Amplitude;
using Guidon.Receivers.Heap;
using Guidon.Receivers.Mixpanel;
using Guidon.Receivers.PostHog;
using Guidon.Receivers.RudderStack;
using Guidon.Receivers.SegmentIo;
using Guidon.Receivers.Webhook;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Vendors;

/// <summary>All strict receivers, and the destinations of one environment that point at them.</summary>
public sealed class ConnectedVendors : IAsyncDisposable
{
    public const string Key = "key-of-the-project";

    private readonly ReceiverHost _host;
    private readonly GuidonProcess _server;
    private readonly string _environment;
    private readonly SemaphoreSlim _asking = new(1);
    private SdkSession? _sdk;

    private ConnectedVendors(ReceiverHost host, GuidonProcess server, string environment) => (_host, _server, _environment) = (host, server, environment);

    public GuidonProcess Server => _server;

    public StrictAmplitude Amplitude => Of<StrictAmplitude>();

    public StrictHeap Heap => Of<StrictHeap>();

    public StrictMixpanel Mixpanel => Of<StrictMixpanel>();

    public StrictPostHog PostHog => Of<StrictPostHog>();

    public StrictRudderStack RudderStack => Of<StrictRudderStack>();

    public StrictSegmentIo Segment => Of<StrictSegmentIo>();

    public StrictWebhook Webhook => Of<StrictWebhook>();

    public IEnumerable<StrictReceiver> All => _host.Receivers;

    public static async Task<ConnectedVendors> OpenAsync(GuidonProcess server, string environment) =>
        new(await ReceiverHost.StartAsync(ReceiverHost.All(TimeProvider.System, Key)), server, environment);

    public string AddressOf(StrictReceiver receiver) => _host.AddressOf(receiver);

    /// <summary>One destination per analytics vendor.</summary>
    public async Task ConnectAnalyticsAsync(object? more = null)
    {
        foreach (var receiver in All.Where(receiver => receiver is not StrictWebhook)) await ConnectAsync(receiver, more);
    }

    public Task<int> ConnectAsync(StrictReceiver receiver, object? more = null)
    {
        var settings = receiver is StrictWebhook
            ? new Dictionary<string, object?> { ["url"] = AddressOf(receiver) + "/hook" }
            : new Dictionary<string, object?> { ["api_key"] = Key, ["base_url"] = AddressOf(receiver) };
        foreach (var property in more?.GetType().GetProperties() ?? []) settings[property.Name] = property.GetValue(more);
        return CreateAsync(receiver.Name, settings);
    }

    /// <summary>An application asks for the flags of one identity, with the official SDK for Node; its conversation takes one question at a time.</summary>
    public async Task EvaluateAsync(string identifier)
    {
        await _asking.WaitAsync();
        try
        {
            if (_sdk is null)
            {
                _sdk = SdkSession.Start("in-node.mjs", "flagsmith-nodejs", "flagsmith-nodejs");
                await _sdk.AskAsync("init", new { apiUrl = new Uri(_server.Address, "api/v1/").ToString(), environmentKey = _environment });
            }

            await _sdk.AskAsync("identity", new { identity = identifier, traits = new { } });
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <summary>The ledger of a destination, once nothing is pending.</summary>
    public async Task<JsonElement> DrainAsync(StrictReceiver receiver)
    {
        JsonElement ledger = default;
        await Eventually.TrueAsync($"{receiver.Name} drained", async () =>
        {
            ledger = (await DestinationAsync(receiver)).GetProperty("ledger");
            return ledger.GetProperty("pending").GetInt64() == 0;
        });
        Assert.True(ledger.GetProperty("residual").GetInt64() == 0, ledger.GetRawText());
        return ledger;
    }

    public async Task DrainAllAsync()
    {
        foreach (var receiver in All)
        {
            if (await FindAsync(receiver) is not null) await DrainAsync(receiver);
        }
    }

    public async Task<JsonElement> DestinationAsync(StrictReceiver receiver) =>
        await FindAsync(receiver) ?? throw new InvalidOperationException($"{receiver.Name} is not connected.");

    public string PathOf(StrictReceiver receiver, int id) => $"api/v1/environments/{_environment}/integrations/{receiver.Name}/{id}/";

    private async Task<JsonElement?> FindAsync(StrictReceiver receiver)
    {
        var list = JsonElement.Parse(await _server.Management.GetStringAsync("api/guidon/v1/destinations"));
        return list.GetProperty("results").EnumerateArray()
            .Where(each => each.GetProperty("integration").GetString() == receiver.Name && each.GetProperty("environment").ToString() == _environment)
            .Select(each => (JsonElement?)each).SingleOrDefault();
    }

    private async Task<int> CreateAsync(string integration, Dictionary<string, object?> settings)
    {
        using var answer = await _server.Management.PostAsJsonAsync($"api/v1/environments/{_environment}/integrations/{integration}/", settings);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Created, text);
        return JsonElement.Parse(text).GetProperty("id").GetInt32();
    }

    private T Of<T>()
        where T : StrictReceiver => _host.Receivers.OfType<T>().Single();

    public async ValueTask DisposeAsync()
    {
        if (_sdk is not null) await _sdk.DisposeAsync();
        _asking.Dispose();
        await _host.DisposeAsync();
    }
}
