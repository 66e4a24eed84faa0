using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Guidon.Delivery.Replays;
using Guidon.Integrations;
using Guidon.Receivers;
using Guidon.Receivers.Sentry;
using Guidon.Receivers.Webhook;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Delivery.Tests.Vendors;

/// <summary>One destination of one integration whose strict receiver lives in the same virtual time.</summary>
public sealed partial class VendorBench : IAsyncDisposable
{
    public const string Key = "key-of-the-project";

    private readonly string _integration;
    private readonly DeliveryBench? _owned;

    private VendorBench(string integration, DeliveryBench bench, bool isOwned, ReceiverHost host, StrictReceiver receiver) =>
        (_integration, Bench, _owned, Host, Receiver) = (integration, bench, isOwned ? bench : null, host, receiver);

    public DeliveryBench Bench { get; }

    public StrictReceiver Receiver { get; }

    public int Destination { get; private set; }

    private ReceiverHost Host { get; }

    public static async Task<VendorBench> OpenAsync(string integration, params (string Name, string Text)[] more) =>
        await OpenAsync(await OpenBenchAsync(), isOwned: true, environment: 0, integration, Key, more);

    /// <summary>One of several on a bench that is disposed after them.</summary>
    public static Task<VendorBench> OpenAsync(DeliveryBench bench, int environment, string integration, string key) =>
        OpenAsync(bench, isOwned: false, environment, integration, key);

    private static async Task<VendorBench> OpenAsync(
        DeliveryBench bench, bool isOwned, int environment, string integration, string key, params (string Name, string Text)[] more)
    {
        var receiver = ReceiverOf(bench.Clock, integration, key);
        var opened = new VendorBench(integration, bench, isOwned, await ReceiverHost.StartAsync(receiver), receiver);
        opened.Destination = await bench.AddToAsync(environment, integration, opened.Settings(key, more));
        return opened;
    }

    public static async Task<DeliveryBench> OpenBenchAsync(int environments = 1)
    {
        var bench = await DeliveryBench.OpenAsync(environments: environments);
        // Virtual time runs a hundred times as fast: on a busy machine it would cut requests on real sockets.
        bench.Options = bench.Options with { RequestTimeoutSeconds = 1_000_000, ConnectTimeoutSeconds = 1_000_000 };
        return bench;
    }

    public (string Name, string Text)[] Settings(string key, params (string Name, string Text)[] more)
    {
        var address = Host.AddressOf(Receiver);
        return Receiver switch
        {
            StrictWebhook webhook => [("url", address + "/hook"), ("format", "standard"), ("secret", webhook.LegacySecret ?? ""), .. more],
            StrictSentry sentry => [("webhook_url", address + "/api/0/organizations/acme/flags/hooks/provider/generic/"), ("secret", sentry.Secret), .. more],
            _ => [("api_key", key), ("api_token", key), ("base_url", address), ("app_id", "4711"), ("channel_id", "C1"), .. more],
        };
    }

    /// <summary>What the destination is told: evaluations of these identities, or changes of these flags.</summary>
    public Task AppendAsync(params string[] names) => Bench.TellAsync(0, _integration, names);

    /// <summary>Starts the bench, with replays. To be disposed before the bench.</summary>
    public async Task<ReplayService> StartWithReplaysAsync()
    {
        var mappers = new DestinationMappers(Bench.Store, Bench.Storage.EventLog, Catalog.All.ToDictionary(integration => integration.Name), Bench.Protector);
        var source = new ReturnedSource(Bench.Storage.Replays, mappers);
        Bench.Replays = source;
        Bench.Prepare();
        var replays = new ReplayService(
            Bench.Storage.Replays, Bench.Storage.Attempts, mappers, source, Bench.Service, Bench.Options, Bench.Clock, NullLogger<ReplayService>.Instance);
        await replays.StartAsync(default);
        await Bench.Service.StartAsync(default);
        return replays;
    }

    /// <summary>Replays everything and waits until it is done.</summary>
    public async Task ReplayAsync(ReplayService replays)
    {
        var created = await replays.CreateAsync(new ReplayRequest { DestinationId = Destination, Mode = ReplayMode.RemapAll, Filter = new ReplayFilter() }, "test", default);
        await Bench.DriveAsync("the replay is done", async () => (await replays.FindAsync(created!.Value.Replay.Id, default))?.State == ReplayState.Done);
    }

    public Task<LedgerEntry> DrainAsync() => Bench.DrainAsync(Destination);

    /// <summary>What the vendor would show, once per key: a vendor without deduplication shows a key twice when it was in doubt.</summary>
    public List<Row> Shown() => [.. Receiver.Rows.DistinctBy(row => row.Key.Split('#')[0])];

    /// <summary>What a person reads at the vendor, in order of arrival: whose it is, and when it was. In a channel the texts say both.</summary>
    public IEnumerable<(string Name, DateTimeOffset At)> Read() => _integration == "slack"
        ? Shown().Select(row => row.Properties).DistinctBy(message => message.GetRawText()).SelectMany(Lines)
        : Shown().Select(row => (row.User, row.ShownAt));

    public async ValueTask DisposeAsync()
    {
        if (_owned is not null) await _owned.DisposeAsync();
        await Host.DisposeAsync();
    }

    private static IEnumerable<(string Name, DateTimeOffset At)> Lines(JsonElement message) => message.GetProperty("blocks").EnumerateArray()
        .SelectMany(block => Told().Matches(block.GetProperty("text").GetProperty("text").GetString() ?? ""))
        .Select(told => (told.Groups["name"].Value, DateTimeOffset.Parse(told.Groups["at"].Value, CultureInfo.InvariantCulture)));

    // A line of a digest, which begins with the time, or a message of one change, which ends with it.
    [GeneratedRegex(@"• (?<at>\S+Z) [^\n]*?feature: (?<name>\S+) in|^[^•\n]*feature: (?<name>\S+) in [^\n]*\n[^\n]*\n(?<at>\S+Z)$")]
    private static partial Regex Told();

    private static StrictReceiver ReceiverOf(TimeProvider time, string integration, string key)
    {
        if (integration == "change-webhook") integration = "webhook";
        var receiver = ReceiverHost.All(time, key).Concat(ReceiverHost.Changes(time, key)).Single(receiver => receiver.Name == integration);
        if (receiver is StrictWebhook webhook) webhook.LegacySecret = key;
        if (receiver is StrictSentry sentry) sentry.Secret = key;
        return receiver;
    }
}
