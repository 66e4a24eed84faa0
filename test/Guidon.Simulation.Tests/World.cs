using System.Net;
using Guidon.Delivery;
using Guidon.Doubles;
using Guidon.Events;
using Guidon.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Simulation.Tests;

/// <summary>Everything that one seed makes: time, disk, network, receivers, and the node that lives now.</summary>
internal sealed class World : IAsyncDisposable
{
    internal const int Environments = 2;

    /// <summary>10.1.0.0 and 10.1.0.1 are vendors', 10.0.x.y receivers of the simulation's own integrations.</summary>
    internal const int VendorNetwork = 1;

    private readonly DirectoryInfo _folder;
    private readonly Dictionary<IPAddress, Receiver> _receivers = [];
    private readonly Dictionary<IPAddress, VendorSite> _vendors = [];
    private readonly List<Task> _ends = [];
    private int _nodes;

    internal World(int seed, bool isWholeTrace, DirectoryInfo template)
    {
        Random = new Random(seed);
        Plan = new Plan(Random);
        Agenda = new Agenda(new Random(Random.Next()));
        Faults = new Faults(Plan, new Random(Random.Next()));
        Trace = new Trace(Agenda, isWholeTrace);
        _folder = template.Parent!.CreateSubdirectory($"seed-{seed}");
        foreach (var file in template.GetFiles("guidon.db*")) file.CopyTo(Path.Combine(_folder.FullName, file.Name), overwrite: true);
        var opening = SqliteStorage.Open(_folder.FullName, new VirtualTime(Agenda), NullLoggerFactory.Instance);
        Storage = opening.Storage ?? throw new InvalidOperationException(opening.Error);
        Oracle = new Oracle(this);
    }

    internal static OpenProtector Protector { get; } = new();

    internal static FlagTable Table { get; } = SomeEvents.Table(SomeEvents.TwoOutcomes(SomeEvents.Flag("button", "\"blue\"")));

    /// <summary>A loop of each node turns and never rests.</summary>
    internal bool Spins { get; init; }

    /// <summary>Each node's timers wait for no time.</summary>
    internal bool Hurries { get; init; }

    internal Random Random { get; }

    internal Plan Plan { get; }

    internal Agenda Agenda { get; }

    internal Faults Faults { get; }

    internal Trace Trace { get; }

    internal Oracle Oracle { get; }

    internal SqliteStorage Storage { get; }

    /// <summary>Small bounds, so that they are met; long looks, so that a wake-up that is missing shows.</summary>
    internal DeliveryOptions Options { get; } = new()
    {
        AllowedNetworks = ["10.0.0.0/8"],
        ReloadSeconds = 30,
        LedgerSeconds = 300,
        ProbeSeconds = 20,
        RetryLongestSeconds = 20,
        RetryAfterLongestSeconds = 60,
        WindowEventsMax = 20,
        WindowBytesMax = 4_000,
    };

    /// <summary>The process that lives now; it may be starting or stopping.</summary>
    internal Node? Node { get; private set; }

    /// <summary>What is deployed: 1 has a bug, 2 has it mended.</summary>
    internal int MapperVersion { get; set; } = 1;

    internal IEnumerable<ISite> Sites => [.. _receivers.Values, .. _vendors.Values];

    internal IEnumerable<Receiver> Receivers => _receivers.Values;

    /// <summary>Those that some node has called.</summary>
    internal IEnumerable<VendorSite> VendorSites => _vendors.Values;

    internal ISite SiteAt(IPAddress address) => VendorAt(address) as ISite ?? ReceiverAt(address);

    /// <summary>The site of a vendor; null for an address of another network.</summary>
    internal VendorSite? VendorAt(IPAddress address)
    {
        if (_vendors.TryGetValue(address, out var vendor)) return vendor;
        var place = address.GetAddressBytes();
        if (place[1] != VendorNetwork) return null;
        _vendors.Add(address, vendor = new VendorSite(this, place[3] == 0 ? Vendors.Amplitude : Vendors.Mixpanel));
        return vendor;
    }

    private Receiver ReceiverAt(IPAddress address)
    {
        if (!_receivers.TryGetValue(address, out var receiver)) _receivers.Add(address, receiver = new Receiver(this));
        return receiver;
    }

    internal void Boot()
    {
        var node = Node = new Node(this, ++_nodes, MapperVersion);
        Trace.Add($"node{node.Number} boots with mapper {MapperVersion}");
        _ends.Add(BootAsync(node));
    }

    /// <summary>The process is gone from one moment to the next; another one starts a little later.</summary>
    internal void Crash(string why)
    {
        if (Node is not { IsDead: false } node) return;
        Trace.Add($"node{node.Number} crashes: {why}");
        node.Die();
        _ends.Add(node.StopAsync());
        Agenda.Post(TimeSpan.FromMilliseconds(Random.Next(10, 6_000)), Boot);
    }

    /// <summary>Stops in good order and starts again.</summary>
    internal async Task DeployAsync()
    {
        if (Node is not { IsUp: true } node) return;
        Trace.Add($"node{node.Number} stops");
        _ends.Add(node.StopAsync());
        await node.StopAsync();
        if (node.IsDead) return;   // it crashed meanwhile, which has started the next one
        node.Die();
        Boot();
    }

    /// <summary>Lets time pass until it is so.</summary>
    /// <exception cref="BrokenInvariantException">Something broke meanwhile, or it was not so in time.</exception>
    internal async Task RunAsync(string what, Func<bool> isSo, TimeSpan longest)
    {
        var came = await Agenda.RunAsync(() => Oracle.Broken is not null || isSo(), longest);
        if (Oracle.Broken is { } broken) throw new BrokenInvariantException(broken);
        if (!came) throw new BrokenInvariantException($"after {longest}: not {what}");
    }

    /// <summary>Lets time pass.</summary>
    internal async Task PassAsync(TimeSpan time)
    {
        var until = Agenda.Now + time.Ticks;
        await Agenda.RunAsync(() => Oracle.Broken is not null || Agenda.Now > until, time);
        if (Oracle.Broken is { } broken) throw new BrokenInvariantException(broken);
    }

    /// <summary>Stops the last node and waits for what is left of all the others.</summary>
    internal async Task EndAsync()
    {
        if (Node is { } node) _ends.Add(node.StopAsync());
        await RunAsync("all nodes have ended", () => _ends.TrueForAll(end => end.IsCompleted), TimeSpan.FromMinutes(5));
        foreach (var end in _ends) await end;
    }

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        Trace.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task BootAsync(Node node)
    {
        try
        {
            await node.StartAsync();
            Trace.Add($"node{node.Number} is up");
        }
        catch (Exception failure)
        {
            Crash($"does not start, {failure.GetType().Name}");
        }
    }
}
