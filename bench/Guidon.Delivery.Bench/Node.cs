using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Doubles;
using Guidon.Events;
using Guidon.Integrations;
using Guidon.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Delivery.Bench;

/// <summary>A store with one destination that works and some that are dead, each in an environment of its own, and the service that pumps them.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("guidon-bench-");
    private readonly AppendSignal _signal = new();
    private readonly EventIdSource _ids = new(TimeProvider.System, new Random(1));
    private readonly SqliteStorage _storage;
    private int[] _environments = [];
    private long _table;

    private Node() =>
        _storage = SqliteStorage.Open(_folder.FullName, TimeProvider.System, NullLoggerFactory.Instance).Storage
            ?? throw new InvalidOperationException("The store did not open.");

    internal static async Task<Node> OpenAsync(Uri good, IReadOnlyList<Uri> dead, int backlog)
    {
        var node = new Node();
        node._environments = await node._storage.ControlPlane.AddEnvironmentsAsync(dead.Count + 1);
        node._table = await node._storage.EventLog.KeepFlagTableAsync(SomeEvents.Table(SomeEvents.Flag("button", "\"blue\"")), default);
        foreach (var (address, n) in dead.Prepend(good).Select((address, n) => (address, n)))
        {
            var settings = new SettingsValues([new("url", address.ToString())]).ToJson();
            await node._storage.Deliveries.CreateAsync("webhook", node._environments[n], settings, default);
            if (n > 0) await node.AppendAsync(n, [.. Enumerable.Range(0, backlog).Select(user => $"user-{user}")]);
        }

        return node;
    }

    internal async Task<DeliveryService> StartAsync()
    {
        var options = new DeliveryOptions { AllowedNetworks = ["127.0.0.0/8"], StopSeconds = 0 };
        var service = new DeliveryService(
            _storage.Deliveries, _storage.EventLog, _signal, Catalog.All, new ClearSettings(), options, TimeProvider.System, new Random(1), NullLoggerFactory.Instance);
        await service.StartAsync(default);
        return service;
    }

    internal async Task AppendAsync(int environment, params string[] identifiers)
    {
        await _storage.EventLog.AppendAsync(
            identifiers.Select(identifier => new NewEvent(
                _ids.Next(), EventKind.IdentityEvaluated, _environments[environment], _table, TimeProvider.System.GetUtcNow(), SomeEvents.Payload(identifier))).ToArray(),
            default);
        _signal.Raise(_environments[environment]);
    }

    public async ValueTask DisposeAsync()
    {
        await _storage.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
