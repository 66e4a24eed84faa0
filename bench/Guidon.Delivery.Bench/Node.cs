using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Doubles;
using Guidon.Events;
using Guidon.Integrations;
using Guidon.Storage.Model;
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
        node._environments = await node._storage.ControlPlane.WriteAsync(plane => AddEnvironments(plane, dead.Count + 1), default);
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
                _ids.Next(), EventKind.IdentityEvaluated, _environments[environment], _table, TimeProvider.System.GetUtcNow(), Encode(identifier))).ToArray(),
            default);
        _signal.Raise(_environments[environment]);
    }

    public async ValueTask DisposeAsync()
    {
        await _storage.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static byte[] Encode(string identifier)
    {
        var draft = new EvaluatedEventDraft { Identifier = identifier, Outcomes = [0], Segments = [true] };
        var buffer = new byte[EvaluatedEventEncoding.BytesMax(draft)];
        return buffer[..EvaluatedEventEncoding.Encode(draft, buffer)];
    }

    private static int[] AddEnvironments(Storage.ControlPlane plane, int count)
    {
        var organisation = new Organisation { Uuid = Guid.NewGuid(), Name = "Acme", CreatedAt = SomeEvents.Start };
        plane.Add(organisation);
        plane.SaveChanges();
        var project = new Project { Uuid = Guid.NewGuid(), OrganisationId = organisation.Id, Name = "Shop", CreatedAt = SomeEvents.Start };
        plane.Add(project);
        plane.SaveChanges();
        var environments = Enumerable.Range(0, count).Select(n => new ProjectEnvironment
        {
            Uuid = Guid.NewGuid(),
            ProjectId = project.Id,
            Name = $"Production {n}",
            ApiKey = $"env-key-{n}",
            CreatedAt = SomeEvents.Start,
            UpdatedAt = SomeEvents.Start,
        }).ToArray();
        plane.AddRange(environments.AsEnumerable<object>());
        plane.SaveChanges();
        return [.. environments.Select(environment => environment.Id)];
    }
}
