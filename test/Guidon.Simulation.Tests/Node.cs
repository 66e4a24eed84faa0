using System.Net;
using System.Net.Sockets;
using Guidon.Delivery;
using Guidon.Delivery.Parking;
using Guidon.Delivery.Replays;
using Guidon.Events;
using Guidon.Events.Retention;
using Guidon.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Simulation.Tests;

/// <summary>One life of the product's process: the real intake, delivery and replays, on virtual time, disk and network.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly World _world;
    private readonly EventsMetrics _metrics = new();
    private readonly AppendSignal _signal = new();
    private readonly IEventLog _log;
    private readonly Dictionary<string, Integration> _integrations;
    private readonly List<Connection> _connections = [];
    private Task? _end;

    internal Node(World world, int number, int mapperVersion)
    {
        (_world, Number) = (world, number);
        Time = new VirtualTime(world.Agenda, world.Hurries);
        Disk = new NodeDisk(world, this);
        _log = Port.Open(this, world.Storage.EventLog);
        Store = Port.Open(this, world.Storage.Deliveries);
        Ids = new EventIdSource(Time, new Random(world.Random.Next()));
        string[] names = [SimulatedIntegration.Single, SimulatedIntegration.Batched, SimulatedIntegration.Profile];
        _integrations = names.Select(Integration (name) => new SimulatedIntegration(world, this, name, mapperVersion)).Concat(Vendors.All)
            .ToDictionary(integration => integration.Name);
        var replays = ReplayStore = Port.Open(this, world.Storage.Replays);
        var attempts = Port.Open(this, world.Storage.Attempts);
        var mappers = new DestinationMappers(Store, _log, _integrations, World.Protector);
        var source = new ReturnedSource(replays, mappers);
        Intake = new EventIntake(_log, _signal, new IntakeOptions { QueueEventsMax = 8, BatchEventsMax = 5 }, Time, _metrics, NullLogger<EventIntake>.Instance);
        Service = new DeliveryService(
            Store, _log, _signal, _integrations.Values, World.Protector, world.Options, Time, new Random(world.Random.Next()), NullLoggerFactory.Instance)
        {
            Connect = ConnectAsync,
            Quiet = new QuietThreads(0),
            Replays = source,
            Attempts = attempts,
            Doubts = Port.Open(this, world.Storage.Doubts),
        };
        Replays = new ReplayService(replays, attempts, mappers, source, Service, world.Options, Time, NullLogger<ReplayService>.Instance);
        Retention = new RetentionRound(Port.Open(this, world.Storage.Retention), Time, NullLogger<RetentionRound>.Instance);
        Erasures = Port.Open(this, world.Storage.Erasures);
        Parked = new ParkedEvents(Port.Open(this, world.Storage.Parked), mappers);
    }

    internal int Number { get; }

    internal VirtualTime Time { get; }

    internal NodeDisk Disk { get; }

    internal IDeliveryStore Store { get; }

    internal IReplayStore ReplayStore { get; }

    internal EventIdSource Ids { get; }

    internal EventIntake Intake { get; }

    internal DeliveryService Service { get; }

    internal ReplayService Replays { get; }

    internal ParkedEvents Parked { get; }

    internal RetentionRound Retention { get; }

    internal IErasureStore Erasures { get; }

    /// <summary>The process is gone; what still runs of it can no longer touch anything.</summary>
    internal bool IsDead { get; private set; }

    /// <summary>It takes events.</summary>
    internal bool IsUp { get; private set; }

    internal long Table { get; private set; }

    internal async Task StartAsync()
    {
        Table = await _log.KeepFlagTableAsync(World.Table, default);
        await Replays.StartAsync(default);
        await Service.StartAsync(default);
        IsUp = true;
        if (_world.Spins) _ = SpinAsync();
    }

    private async Task SpinAsync()
    {
        while (!IsDead) await Task.Yield();
    }

    /// <summary>A stop as the server does it; of a dead node only the memory is given back.</summary>
    internal Task StopAsync() => _end ??= EndAsync();

    public ValueTask DisposeAsync() => new(StopAsync());

    private async Task EndAsync()
    {
        IsUp = false;
        await Intake.DisposeAsync();
        await Replays.DisposeAsync();
        await Service.DisposeAsync();
        _metrics.Dispose();
    }

    internal void Die()
    {
        (IsDead, IsUp) = (true, false);
        foreach (var connection in _connections) connection.Break();
    }

    internal int Requests(string account) => _connections.Count(connection => connection.IsBusy && connection.Account == account);

    private async ValueTask<Stream> ConnectAsync(IPEndPoint address, CancellationToken cancellation)
    {
        var made = new TaskCompletionSource<Stream>(TaskCreationOptions.RunContinuationsAsynchronously);
        var receiver = _world.SiteAt(address.Address);
        _world.Agenda.Post(_world.Faults.NetworkWait(), () =>
        {
            if (IsDead || receiver.IsDown)
            {
                made.SetException(new SocketException((int)SocketError.ConnectionRefused));
                return;
            }

            var connection = new Connection(_world, this, receiver);
            _connections.Add(connection);
            made.SetResult(connection);
        });
        return await made.Task.WaitAsync(cancellation).ConfigureAwait(false);
    }
}
