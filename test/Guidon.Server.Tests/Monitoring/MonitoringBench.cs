using System.Collections.Frozen;
using Guidon.Delivery;
using Guidon.Delivery.Replays;
using Guidon.Delivery.Settings;
using Guidon.Doubles;
using Guidon.Events;
using Guidon.Events.Alerts;
using Guidon.Events.Retention;
using Guidon.Monitoring.Alerts;
using Guidon.Monitoring.Series;
using Guidon.Server.Access;
using Guidon.Server.Edge;
using Guidon.Server.Management.Status;
using Guidon.Server.Monitoring;
using Guidon.Storage;
using Guidon.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Server.Tests.Monitoring;

/// <summary>The alert loop over a real store, real pumps and real sockets, on a clock that a test moves. Looks every 15 seconds of that clock.</summary>
internal sealed class MonitoringBench : IAsyncDisposable
{
    /// <summary>Of every pager that a test has.</summary>
    internal const string RoutingKey = "0123456789abcdef0123456789abcdef";

    private static readonly FlagTable s_table = SomeEvents.Table(SomeEvents.TwoOutcomes(SomeEvents.Flag("button", "\"blue\"")));
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(15);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("guidon-monitoring-");
    private readonly AppendSignal _signal = new();
    private readonly EventIdSource _ids;
    private readonly EventsMetrics _eventsMetrics = new();
    private readonly SettingsProtector _protector;
    private readonly List<IAsyncDisposable> _owned = [];
    private readonly List<IDisposable> _disposables = [];
    private CanaryRunner? _canaries;
    private Heartbeat? _heartbeat;
    private StoreWatch? _watch;
    private EventIntake? _intake;
    private long _table;

    private MonitoringBench()
    {
        _ids = new EventIdSource(Clock, new Random(1));
        _protector = new SettingsProtector(InstallationSecret.Open(_folder.FullName, isNew: true).Secret ?? throw new InvalidOperationException("no secret"));
        Storage = Open();
        (Log, Deliveries, Alerts, Series) = (Storage.EventLog, Storage.Deliveries, Storage.Alerts, Storage.Series);
    }

    internal FakeClock Clock { get; } = new(SomeEvents.Start);

    internal SqliteStorage Storage { get; private set; }

    /// <summary>The real one, unless a test puts something in front of it before the start.</summary>
    internal IEventLog Log { get; set; }

    /// <summary>Likewise.</summary>
    internal IDeliveryStore Deliveries { get; set; }

    /// <summary>Likewise.</summary>
    internal IAlertStore Alerts { get; set; }

    /// <summary>Likewise.</summary>
    internal ISeriesStore Series { get; set; }

    internal int Organisation { get; private set; }

    internal int Environment { get; private set; }

    internal AlertLoop Loop { get; private set; } = null!;

    internal CanaryRunner Canaries => _canaries ?? throw new InvalidOperationException("Not started.");

    internal DeliveryService Delivery { get; private set; } = null!;

    internal ReplayService Replays { get; private set; } = null!;

    internal Uri? MetricsAddress { get; set; }

    internal static async Task<MonitoringBench> OpenAsync()
    {
        var bench = new MonitoringBench();
        bench.Environment = (await bench.Storage.ControlPlane.AddEnvironmentsAsync(1))[0];
        bench.Organisation = await bench.Storage.ControlPlane.ReadAsync(plane => plane.Organisations.Single().Id, default);
        bench._table = await bench.Storage.EventLog.KeepFlagTableAsync(s_table, default);
        return bench;
    }

    internal async Task<int> AddAsync(string integration, int stream, params (string Name, string Text)[] settings)
    {
        var values = new SettingsValues(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Text)));
        var created = await Storage.Deliveries.CreateAsync(integration, stream, _protector.Protect(values.ToJson()), default);
        return created?.Id ?? throw new InvalidOperationException("It exists already.");
    }

    /// <param name="integrations">This build's.</param>
    /// <param name="options">Of monitoring; canaries each minute without traffic unless told otherwise.</param>
    /// <param name="isPumping">False for a process whose pumps never started.</param>
    internal async Task StartAsync(IReadOnlyList<Integration> integrations, MonitoringOptions? options = null, bool isPumping = true)
    {
        options ??= new MonitoringOptions();
        var catalog = integrations.ToFrozenDictionary(integration => integration.Name, StringComparer.Ordinal);
        var delivery = new DeliveryOptions { AllowedNetworks = ["127.0.0.0/8"], StopSeconds = 0, LedgerSeconds = 5 };
        var mappers = new DestinationMappers(Deliveries, Log, catalog, _protector);
        var returned = new ReturnedSource(Storage.Replays, mappers);
        Delivery = new DeliveryService(Deliveries, Log, _signal, integrations, _protector, delivery, Clock, new Random(1), NullLoggerFactory.Instance)
        { Replays = returned, Attempts = Storage.Attempts, Doubts = Storage.Doubts };
        Replays = new ReplayService(Storage.Replays, Storage.Attempts, mappers, returned, Delivery, delivery, Clock, NullLogger<ReplayService>.Instance);
        // Hours pass in a moment here, so the shortest append would count as one that hangs.
        var intake = _intake = new EventIntake(Log, _signal, new IntakeOptions { Patience = Timeout.InfiniteTimeSpan }, Clock, _eventsMetrics, NullLogger<EventIntake>.Instance);
        var space = new SpaceGuard(Storage.Volume, intake, new SpaceMarks { ScarcePercent = 0, ExhaustedPercent = 0 }, NullLogger<SpaceGuard>.Instance);
        var watch = _watch = new StoreWatch(Storage.ExamineAsync, Clock, TimeSpan.FromSeconds(10), NullLogger<StoreWatch>.Instance);
        var capture = new EventCapture(intake, _ids, new CapturePolicies(Storage.Deliveries, Storage.Retention, _protector, catalog, Clock, NullLogger<CapturePolicies>.Instance), Clock);
        var probe = new SelfProbe(() => [], () => MetricsAddress, "", Clock);
        var node = new NodeWatch(capture, _eventsMetrics, watch, space, Storage.Expiries, probe, Clock);
        var metrics = new MonitoringMetrics(integrations, node);
        var tally = new DeliveryTally(Delivery.Meter);
        _canaries = new CanaryRunner(Delivery, catalog, _ids, options, Clock, NullLogger<CanaryRunner>.Instance);
        var heartbeat = _heartbeat = new Heartbeat(options.HeartbeatUrl, Clock, NullLogger<Heartbeat>.Instance);
        Loop = new AlertLoop(new AlertTools
        {
            Deliveries = Storage.Deliveries, Delivery = Delivery, Retention = Storage.Retention, Series = Series, Alerts = Alerts,
            Recorder = new SeriesRecorder(tally, _canaries, metrics, catalog), Canaries = _canaries, Node = node,
            Teller = new AlertTeller(Storage.Deliveries, Storage.Parked, Storage.EventLog, _signal, catalog, _protector, _ids, options.NodeName, Clock),
            Heartbeat = heartbeat, Metrics = metrics, Pause = s_look, Time = Clock, Logger = NullLogger.Instance,
        });
        await Loop.RestoreAsync(default);
        await Replays.StartAsync(default);
        if (isPumping) await Delivery.StartAsync(default);
        watch.Start();
        _owned.AddRange([Loop, Replays, Delivery, intake, watch]);
        _disposables.AddRange([metrics, tally, heartbeat, probe, space]);
    }

    /// <summary>This process ends and another one begins: what was in memory only is gone.</summary>
    internal async Task RestartAsync(IReadOnlyList<Integration> integrations, MonitoringOptions? options = null)
    {
        await StopAsync();
        await Storage.DisposeAsync();
        Storage = Open();
        (Log, Deliveries, Alerts, Series) = (Storage.EventLog, Storage.Deliveries, Storage.Alerts, Storage.Series);
        await StartAsync(integrations, options);
    }

    /// <summary>Another build takes over.</summary>
    internal async Task DeployAsync(IReadOnlyList<Integration> integrations, MonitoringOptions? options = null)
    {
        await StopAsync();
        await StartAsync(integrations, options);
    }

    /// <summary>The same by the way that requests take; waits until all are durable.</summary>
    internal async Task CaptureAsync(IEnumerable<string> identifiers)
    {
        var answers = identifiers.Select(identifier => _intake!.AppendAsync(Event(identifier, 0), default).AsTask()).ToList();
        Assert.All(await Task.WhenAll(answers), answer => Assert.True(answer.IsDurable));
    }

    /// <summary>Somebody's hand in the database.</summary>
    internal async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, SqliteStorage.FileName)};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>One durable event per identifier.</summary>
    internal Task AppendAsync(params IReadOnlyList<string> identifiers) => AppendAsync(0, identifiers);

    /// <summary>As above, with the flag's other value when the outcome is 1.</summary>
    internal async Task AppendAsync(int outcome, params IReadOnlyList<string> identifiers)
    {
        await Log.AppendAsync(identifiers.Select(identifier => Event(identifier, outcome)).ToArray(), default);
        _signal.Raise(Environment);
    }

    /// <summary>An alert that can wait until tomorrow.</summary>
    /// <param name="isEscalated">Whether a first channel did not take it.</param>
    internal async Task AppendTicketAsync(bool isEscalated = false)
    {
        var stream = EventStream.OfAlerts(Organisation);
        var alert = new AlertEvent
        {
            Id = _ids.Next(), OccurredAt = Clock.GetUtcNow(), AlertId = 1, Rule = "VolumeOdd", IsPage = false, IsResolved = false, Integration = "webhook",
            Summary = "odd", StartedAt = Clock.GetUtcNow(), Runbook = "docs/runbooks/VolumeOdd.md", Source = "bench",
            IsEscalated = isEscalated,
        };
        await Storage.EventLog.AppendAsync(new[] { new NewEvent(alert.Id, EventKind.AlertChanged, stream, 0, alert.OccurredAt, AlertEventEncoding.Encode(alert)) }, default);
        _signal.Raise(stream);
    }

    /// <summary>Lets time pass, looking every 15 seconds, until an alert of this rule fires.</summary>
    /// <param name="rule">Its name.</param>
    /// <param name="within">So long at most.</param>
    /// <param name="eachLook">Traffic.</param>
    /// <returns>After how long it fired; null when it did not.</returns>
    internal async Task<TimeSpan?> UntilFiringAsync(string rule, TimeSpan within, Func<Task>? eachLook = null)
    {
        var from = Clock.GetUtcNow();
        while (Clock.GetUtcNow() - from < within)
        {
            await LookAsync(eachLook);
            if (Firing(rule) is not null) return Clock.GetUtcNow() - from;
        }

        return null;
    }

    internal async Task PassAsync(TimeSpan time, Func<Task>? eachLook = null)
    {
        for (var until = Clock.GetUtcNow() + time; Clock.GetUtcNow() < until;) await LookAsync(eachLook);
    }

    internal Alert? Firing(string rule) => Loop.Open.FirstOrDefault(alert => alert.Rule == rule && alert.State == AlertState.Firing);

    /// <summary>Fifteen seconds and a look. Time stands still while a request is under way.</summary>
    internal async Task LookAsync(Func<Task>? traffic = null)
    {
        if (traffic is not null) await traffic();
        for (var second = 0; second < s_look.TotalSeconds; second++)
        {
            await RestAsync();
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await RestAsync();
        await LookOnceAsync();
    }

    /// <summary>A long time of events and receivers without a long time of timers, and a look.</summary>
    internal async Task LeapAsync(TimeSpan time, Func<Task> traffic)
    {
        await traffic();
        await RestAsync();
        Clock.WallOffset += time;
        Clock.Advance(TimeSpan.FromSeconds(1));
        await RestAsync();
        await LookOnceAsync();
    }

    // What a look sends beside itself has come to its end before time goes on.
    private async Task LookOnceAsync()
    {
        await Loop.LookAsync(default);
        await (_canaries?.StopAsync() ?? Task.CompletedTask);
        await (_heartbeat?.StopAsync() ?? Task.CompletedTask);
    }

    // Looked at more than once, since pumps come and go; in this order, since a request that ends wakes its pump first.
    private async Task RestAsync()
    {
        var quiet = 0;
        await Eventually.TrueAsync("pumps and examiners rest", () => (quiet = Delivery.InFlight == 0 && !Delivery.IsTurning && _watch?.IsLooking != true ? quiet + 1 : 0) >= 2);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _eventsMetrics.Dispose();
        await Storage.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private SqliteStorage Open()
    {
        var opening = SqliteStorage.Open(_folder.FullName, Clock, NullLoggerFactory.Instance);
        return opening.Storage ?? throw new InvalidOperationException(opening.Error);
    }

    private async Task StopAsync()
    {
        foreach (var each in _owned) await each.DisposeAsync();
        foreach (var each in _disposables) each.Dispose();
        _owned.Clear();
        _disposables.Clear();
    }

    private NewEvent Event(string identifier, int outcome) =>
        new(_ids.Next(), EventKind.IdentityEvaluated, Environment, _table, Clock.GetUtcNow(), SomeEvents.Payload(identifier, outcome));
}
