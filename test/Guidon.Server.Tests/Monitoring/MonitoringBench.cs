using System.Collections.Frozen;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Doubles;
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

namespace Guidon.Server.Tests.Monitoring;

/// <summary>The alert loop over a real store, real pumps and real sockets, on a clock that a test moves. Looks every 15 seconds of that clock.</summary>
internal sealed class MonitoringBench : IAsyncDisposable
{
    private static readonly FlagTable s_table = SomeEvents.Table(SomeEvents.Flag("button", "\"blue\""));
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(15);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("guidon-monitoring-");
    private readonly AppendSignal _signal = new();
    private readonly EventIdSource _ids;
    private readonly EventsMetrics _eventsMetrics = new();
    private readonly SettingsProtector _protector;
    private readonly List<IAsyncDisposable> _owned = [];
    private readonly List<IDisposable> _disposables = [];
    private CanaryRunner? _canaries;
    private long _table;

    private MonitoringBench()
    {
        _ids = new EventIdSource(Clock, new Random(1));
        _protector = new SettingsProtector(InstallationSecret.Open(_folder.FullName, isNew: true).Secret ?? throw new InvalidOperationException("no secret"));
        var opening = SqliteStorage.Open(_folder.FullName, Clock, NullLoggerFactory.Instance);
        Storage = opening.Storage ?? throw new InvalidOperationException(opening.Error);
    }

    internal FakeClock Clock { get; } = new(SomeEvents.Start);

    internal SqliteStorage Storage { get; }

    internal string DatabasePath => Path.Combine(_folder.FullName, SqliteStorage.FileName);

    internal int Organisation { get; private set; }

    internal int Environment { get; private set; }

    internal AlertLoop Loop { get; private set; } = null!;

    internal DeliveryService Delivery { get; private set; } = null!;

    internal Uri? MetricsAddress { get; set; }

    internal static async Task<MonitoringBench> OpenAsync()
    {
        var bench = new MonitoringBench();
        (bench.Organisation, bench.Environment) = await bench.Storage.ControlPlane.WriteAsync(AddEnvironment, default);
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
        Delivery = new DeliveryService(Storage.Deliveries, Storage.EventLog, _signal, integrations, _protector, delivery, Clock, new Random(1), NullLoggerFactory.Instance);
        var intake = new EventIntake(Storage.EventLog, _signal, new IntakeOptions(), Clock, _eventsMetrics, NullLogger<EventIntake>.Instance);
        var space = new SpaceGuard(Storage.Volume, intake, new SpaceMarks { ScarcePercent = 0, ExhaustedPercent = 0 }, NullLogger<SpaceGuard>.Instance);
        var watch = new StoreWatch(Storage, Clock, TimeSpan.FromSeconds(10), NullLogger<StoreWatch>.Instance);
        var capture = new EventCapture(intake, _ids, new CapturePolicies(Storage.Deliveries, Storage.Retention, _protector, catalog, Clock, NullLogger<CapturePolicies>.Instance), Clock);
        var probe = new SelfProbe(() => [], () => MetricsAddress, "", Clock);
        var node = new NodeWatch(capture, _eventsMetrics, watch, space, Storage.Expiries, probe, Clock);
        var metrics = new MonitoringMetrics(integrations, node);
        var tally = new DeliveryTally(Delivery.Meter);
        _canaries = new CanaryRunner(Delivery, catalog, _ids, options, Clock, NullLogger<CanaryRunner>.Instance);
        var heartbeat = new Heartbeat(options.HeartbeatUrl, Clock, NullLogger<Heartbeat>.Instance);
        Loop = new AlertLoop(new AlertTools
        {
            Deliveries = Storage.Deliveries, Delivery = Delivery, Series = Storage.Series, Alerts = Storage.Alerts,
            Recorder = new SeriesRecorder(tally, _canaries, metrics, catalog), Canaries = _canaries, Node = node,
            Teller = new AlertTeller(Storage.Deliveries, Storage.EventLog, _signal, catalog, _ids, options.NodeName, Clock),
            Heartbeat = heartbeat, Metrics = metrics, Pause = s_look, Time = Clock, Logger = NullLogger.Instance,
        });
        await Loop.RestoreAsync(default);
        if (isPumping) await Delivery.StartAsync(default);
        _owned.AddRange([Loop, Delivery, intake, watch]);
        _disposables.AddRange([metrics, tally, heartbeat, probe, space]);
    }

    /// <summary>One durable event per identifier.</summary>
    internal async Task AppendAsync(params IReadOnlyList<string> identifiers)
    {
        var events = identifiers.Select(identifier => new NewEvent(
            _ids.Next(), EventKind.IdentityEvaluated, Environment, _table, Clock.GetUtcNow(), Encode(identifier))).ToArray();
        await Storage.EventLog.AppendAsync(events, default);
        _signal.Raise(Environment);
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
        await Loop.LookAsync(default);
        await (_canaries?.StopAsync() ?? Task.CompletedTask);
    }

    // The pumps' threads are woken by the clock, so that they rest is looked at more than once.
    private async Task RestAsync()
    {
        var quiet = 0;
        await Eventually.TrueAsync("the pumps rest", () => (quiet = Delivery is { IsTurning: false, InFlight: 0 } ? quiet + 1 : 0) >= 2);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var each in _owned) await each.DisposeAsync();
        foreach (var each in _disposables) each.Dispose();
        _eventsMetrics.Dispose();
        await Storage.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static (int Organisation, int Environment) AddEnvironment(ControlPlane plane)
    {
        var organisation = new Organisation { Uuid = Guid.NewGuid(), Name = "Acme", CreatedAt = SomeEvents.Start };
        plane.Add(organisation);
        plane.SaveChanges();
        var project = new Project { Uuid = Guid.NewGuid(), OrganisationId = organisation.Id, Name = "Shop", CreatedAt = SomeEvents.Start };
        plane.Add(project);
        plane.SaveChanges();
        var environment = new ProjectEnvironment
        {
            Uuid = Guid.NewGuid(), ProjectId = project.Id, Name = "Production", ApiKey = "env-key", CreatedAt = SomeEvents.Start, UpdatedAt = SomeEvents.Start,
        };
        plane.Add(environment);
        plane.SaveChanges();
        return (organisation.Id, environment.Id);
    }

    private static byte[] Encode(string identifier)
    {
        var draft = new EvaluatedEventDraft { Identifier = identifier, Outcomes = [0], Segments = [true] };
        var buffer = new byte[EvaluatedEventEncoding.BytesMax(draft)];
        return buffer[..EvaluatedEventEncoding.Encode(draft, buffer)];
    }
}
