using System.Collections.Frozen;
using System.Globalization;
using Guidon.Delivery;
using Guidon.Delivery.Replays;
using Guidon.Delivery.Settings;
using Guidon.Events;
using Guidon.Events.Retention;
using Guidon.Monitoring.Alerts;
using Guidon.Server.Access;
using Guidon.Server.Edge;
using Guidon.Server.Management.Status;
using Guidon.Server.Monitoring;
using Guidon.Storage;
using Guidon.Storage.Model;
using Guidon.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Server.Drills;

/// <summary>
/// A lane beside production: this build's store, pumps, rules and replays over a folder of its own, on time that the drill moves. Nothing of the
/// installation's data is opened. Builds (good and broken ones) take turns on it, as deployments do.
/// </summary>
internal sealed class DrillLane : IAsyncDisposable
{
    internal const string FlagName = "drill_flag";
    private const string Integration = "webhook";

    // The lane's hours pass in a moment, so the shortest append would count as one that hangs.
    private static readonly IntakeOptions s_intake = new() { Patience = Timeout.InfiniteTimeSpan };

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(1);   // what fired has begun by then

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("guidon-drill-");
    private readonly AppendSignal _signal = new();
    private readonly EventsMetrics _eventsMetrics = new();
    private readonly DeliveryOptions _options = new() { AllowedNetworks = ["127.0.0.0/8"], StopSeconds = 1, LedgerSeconds = 5 };
    private readonly Dictionary<string, (DateTimeOffset At, string Summary)> _fired = [];
    private readonly Dictionary<string, string> _expected = [];   // event id → time, written by the traffic and by nothing else
    private readonly SettingsProtector _protector;
    private readonly SqliteStorage _storage;
    private readonly EventIdSource _ids;
    private readonly DrillReceiver _receiver;
    private Stack<IAsyncDisposable> _build = new();
    private DeliveryService? _delivery;
    private CanaryRunner? _canaries;
    private AlertLoop? _loop;
    private ReplayService? _replays;
    private int _environment;
    private int _destination;
    private long _table;
    private int _identity;

    private DrillLane(DrillReceiver receiver)
    {
        _receiver = receiver;
        _ids = new EventIdSource(Time, new Random(1));
        var (secret, error) = InstallationSecret.Open(_folder.FullName, isNew: true);
        _protector = new SettingsProtector(secret ?? throw new StorageException(error ?? "no key", null));
        var opening = SqliteStorage.Open(_folder.FullName, Time, NullLoggerFactory.Instance);
        _storage = opening.Storage ?? throw new StorageException(opening.Error ?? "no store", null);
    }

    internal SteppedTime Time { get; } = new(new DateTimeOffset(2023, 6, 7, 10, 33, 0, TimeSpan.Zero));

    /// <summary>Rules that fired since the last <see cref="Forget"/>, with the time and summary of the first.</summary>
    internal IReadOnlyDictionary<string, (DateTimeOffset At, string Summary)> Fired => _fired;

    /// <summary>What the traffic made, by id; written beside the store.</summary>
    internal IReadOnlyDictionary<string, string> Expected => _expected;

    internal static async Task<DrillLane> OpenAsync(DrillReceiver receiver, CancellationToken cancellation)
    {
        var lane = new DrillLane(receiver);
        lane._environment = await lane._storage.ControlPlane.WriteAsync(plane => AddEnvironment(plane, lane.Time.GetUtcNow()), cancellation);
        lane._table = await lane._storage.EventLog.KeepFlagTableAsync(Table(lane._environment), cancellation);
        var settings = new SettingsValues([KeyValuePair.Create("url", receiver.Address.ToString())]);
        var created = await lane._storage.Deliveries.CreateAsync(Integration, lane._environment, lane._protector.Protect(settings.ToJson()), cancellation);
        lane._destination = created?.Id ?? throw new StorageException("The sandbox could not be set up.", null);
        return lane;
    }

    /// <summary>Another build takes over.</summary>
    /// <param name="integration">Its integration.</param>
    /// <param name="isPumping">False for one whose sender does not run.</param>
    /// <param name="cancellation">Stops it.</param>
    internal async Task DeployAsync(Integration integration, bool isPumping, CancellationToken cancellation)
    {
        await StopAsync();
        var catalog = new[] { integration }.ToFrozenDictionary(each => each.Name, StringComparer.Ordinal);
        var mappers = new DestinationMappers(_storage.Deliveries, _storage.EventLog, catalog, _protector);
        var returned = new ReturnedSource(_storage.Replays, mappers);
        _delivery = new DeliveryService(_storage.Deliveries, _storage.EventLog, _signal, catalog.Values, _protector, _options, Time, new Random(1), NullLoggerFactory.Instance)
        { Replays = returned, Attempts = _storage.Attempts };
        _replays = new ReplayService(_storage.Replays, _storage.Attempts, mappers, returned, _delivery, _options, Time, NullLogger<ReplayService>.Instance);
        var intake = new EventIntake(_storage.EventLog, _signal, s_intake, Time, _eventsMetrics, NullLogger<EventIntake>.Instance);
        var space = new SpaceGuard(_storage.Volume, intake, new SpaceMarks { ScarcePercent = 0, ExhaustedPercent = 0 }, NullLogger<SpaceGuard>.Instance);
        var watch = new StoreWatch(_storage.ExamineAsync, Time, s_look, NullLogger<StoreWatch>.Instance);
        var capture = new EventCapture(intake, _ids, new CapturePolicies(_storage.Deliveries, _storage.Retention, _protector, catalog, Time, NullLogger<CapturePolicies>.Instance), Time);
        var probe = new SelfProbe(static () => [], static () => null, "", Time);
        var node = new NodeWatch(capture, _eventsMetrics, watch, space, _storage.Expiries, probe, Time);
        var metrics = new MonitoringMetrics([.. catalog.Values], node);
        var tally = new DeliveryTally(_delivery.Meter);
        var heartbeat = new Heartbeat("", Time, NullLogger<Heartbeat>.Instance);
        var options = new MonitoringOptions();
        _canaries = new CanaryRunner(_delivery, catalog, _ids, options, Time, NullLogger<CanaryRunner>.Instance);
        _loop = new AlertLoop(new AlertTools
        {
            Deliveries = _storage.Deliveries, Delivery = _delivery, Retention = _storage.Retention, Series = _storage.Series, Alerts = _storage.Alerts,
            Recorder = new SeriesRecorder(tally, _canaries, metrics, catalog), Canaries = _canaries, Node = node,
            Teller = new AlertTeller(_storage.Deliveries, _storage.Parked, _storage.EventLog, _signal, catalog, _protector, _ids, "drill", Time),
            Heartbeat = heartbeat, Metrics = metrics, Pause = s_look, Time = Time, Logger = NullLogger.Instance,
        });
        _build = new Stack<IAsyncDisposable>([new Owned(metrics, tally, heartbeat, probe, space), watch, intake, _replays, _delivery, _loop]);
        await _loop.RestoreAsync(cancellation);
        await _replays.StartAsync(cancellation);
        if (isPumping) await _delivery.StartAsync(cancellation);
    }

    internal void Forget() => _fired.Clear();

    /// <summary>Traffic and looks until the time is over, or until it is so.</summary>
    internal async Task RunAsync(TimeSpan time, int eventsPerLook, Func<bool> isEnough, CancellationToken cancellation)
    {
        for (var until = Time.GetUtcNow() + time; Time.GetUtcNow() < until && !isEnough();)
        {
            await AppendAsync(eventsPerLook, cancellation);
            await LookAsync(cancellation);
        }
    }

    internal async Task<LedgerEntry> LedgerAsync(CancellationToken cancellation) =>
        await _storage.Deliveries.LedgerAsync(_destination, cancellation) ?? throw new StorageException("The sandbox's ledger is gone.", null);

    /// <summary>Maps and sends everything of a span once more, and waits until it is done.</summary>
    /// <returns>How many events it took.</returns>
    internal async Task<long> ReplayAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        if (_replays is not { } replays) return 0;
        var request = new ReplayRequest { DestinationId = _destination, Mode = ReplayMode.RemapAll, Filter = new ReplayFilter { OccurredFrom = from, OccurredTo = to } };
        if (await replays.CreateAsync(request, "drill", cancellation) is not var (replay, _)) return 0;
        for (var look = 0; look < 10_000; look++)
        {
            if (await replays.FindAsync(replay.Id, cancellation) is { State: ReplayState.Done } done) return done.Taken;
            await LookAsync(cancellation);
        }

        throw new StorageException("The replay did not end.", null);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _eventsMetrics.Dispose();
        await _storage.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task StopAsync()
    {
        while (_build.TryPop(out var part)) await part.DisposeAsync();
    }

    private static int AddEnvironment(ControlPlane plane, DateTimeOffset now)
    {
        var uuids = new UuidSource(new Random(1));
        var organisation = new Organisation { Uuid = uuids.Next(), Name = "Drill", CreatedAt = now };
        plane.Add(organisation);
        plane.SaveChanges();
        var project = new Project { Uuid = uuids.Next(), OrganisationId = organisation.Id, Name = "Drill", CreatedAt = now };
        plane.Add(project);
        plane.SaveChanges();
        var environment = new ProjectEnvironment { Uuid = uuids.Next(), ProjectId = project.Id, Name = "Drill", ApiKey = "drill", CreatedAt = now, UpdatedAt = now };
        plane.Add(environment);
        plane.SaveChanges();
        return environment.Id;
    }

    private async Task AppendAsync(int count, CancellationToken cancellation)
    {
        if (count == 0) return;
        var now = Time.GetUtcNow();
        var events = Enumerable.Range(0, count).Select(_ => new NewEvent(
            _ids.Next(), EventKind.IdentityEvaluated, _environment, _table, now, Encode($"user-{_identity++ % 1_000}"))).ToArray();
        await _storage.EventLog.AppendAsync(events, cancellation);
        foreach (var each in events) _expected[each.Id.ToString()] = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        _signal.Raise(_environment);
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        for (var end = Time.GetUtcNow() + s_look; Time.GetUtcNow() < end;)
        {
            await RestAsync(cancellation);
            Time.AdvanceTowards(end);
        }

        await RestAsync(cancellation);
        if (_loop is null || _canaries is null) return;
        await _loop.LookAsync(cancellation);
        await _canaries.StopAsync();
        foreach (var alert in _loop.Open.Where(alert => alert.State == AlertState.Firing)) _fired.TryAdd(alert.Rule, (alert.FiredAt ?? Time.GetUtcNow(), alert.Summary));
    }

    // Time stands still while a request is under way or stored, so that what is measured is the product's time and not the machine's.
    private async Task RestAsync(CancellationToken cancellation)
    {
        for (var quietFrom = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(quietFrom) < s_quiet;)
        {
            cancellation.ThrowIfCancellationRequested();
            await Task.Yield();   // a delay of a millisecond takes four to eight here, and there are 300,000 of these rests in nine days
            if (_delivery is not { InFlight: 0, IsTurning: false }) quietFrom = TimeProvider.System.GetTimestamp();
        }
    }

    private static FlagTable Table(int environment) => new()
    {
        EnvironmentId = environment,
        EnvironmentKey = "drill",
        EnvironmentName = "Drill",
        ProjectId = 1,
        FlagSetVersion = "1",
        Flags = [new FlagRow { FeatureId = 1, Name = FlagName, Type = "STANDARD", Outcomes = [new FlagOutcomeRow { StateId = 1, Enabled = true, Value = EventValue.Null, Reason = "DEFAULT" }] }],
        Segments = [],
    };

    private static byte[] Encode(string identifier)
    {
        var draft = new EvaluatedEventDraft { Identifier = identifier, Outcomes = [0] };
        var buffer = new byte[EvaluatedEventEncoding.BytesMax(draft)];
        return buffer[..EvaluatedEventEncoding.Encode(draft, buffer)];
    }

    private sealed class Owned(params IDisposable[] parts) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            foreach (var part in parts) part.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
