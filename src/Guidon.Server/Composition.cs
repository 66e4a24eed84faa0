using System.Collections.Frozen;
using Guidon.Dashboard;
using Guidon.Delivery;
using Guidon.Delivery.Parking;
using Guidon.Delivery.Replays;
using Guidon.Events;
using Guidon.Events.Retention;
using Guidon.Flags;
using Guidon.Integrations;
using Guidon.Server.Access;
using Guidon.Server.Edge;
using Guidon.Server.Edge.Deprecated;
using Guidon.Server.Edge.Experiments;
using Guidon.Server.Edge.Traits;
using Guidon.Server.Health;
using Guidon.Server.Management;
using Guidon.Server.Management.Alerts;
using Guidon.Server.Management.Integrations;
using Guidon.Server.Management.Parking;
using Guidon.Server.Management.Replays;
using Guidon.Server.Management.Retention;
using Guidon.Server.Management.Screens;
using Guidon.Server.Management.Status;
using Guidon.Server.Management.Transfers;
using Guidon.Server.Management.Versions;
using Guidon.Server.Monitoring;
using Guidon.Server.Ofrep;
using Guidon.Server.Realtime;
using Guidon.Server.Start;
using Guidon.Server.Upstream;
using Guidon.Storage;
using OpenTelemetry.Metrics;

namespace Guidon.Server;

/// <summary>
/// One node, put together by hand: who gets what is read here and nowhere else. Built in the order of the walks, taken down in reverse.
/// </summary>
internal sealed class Composition : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IStorage _storage;
    private readonly EventsMetrics _eventsMetrics = new();
    private readonly EdgeMetrics _edgeMetrics = new();
    private readonly RealtimeMetrics _realtimeMetrics;
    private readonly EventIntake _intake;
    private readonly SpaceGuard _space;
    private readonly RetentionService _retention;
    private readonly UsageCounter _usage;
    private readonly DeliveryService _delivery;
    private readonly ReplayService _replays;
    private readonly StoreWatch _watch;
    private readonly PlaceSweep _sweep;
    private readonly VersionSchedule _schedule;
    private readonly CapturePolicies _policies;
    private readonly EnvironmentLoader _loader;
    private readonly EnvironmentReloads _reloads;
    private readonly Neighbours _neighbours;
    private readonly Readiness _readiness = new();
    private readonly MeterProvider _meters;
    private readonly RequestNames? _requestNames;   // null unless configured
    private readonly OwnRole _own;
    private readonly MonitoringRole _monitoring;
    private readonly AccessRoutes _people;
    private readonly AuditLog _audit;
    private readonly EdgeRole? _edge;   // null on a server
    private IAsyncDisposable? _dashboard;   // null on an edge

    private Composition(
        WebApplication app, IStorage storage, InstallationSecret secret, StartSettings settings, IReadOnlyDictionary<string, int>? upstreamIds, IReadOnlyList<Integration> integrations)
    {
        var time = TimeProvider.System;
        var loggers = app.Services.GetRequiredService<ILoggerFactory>();
        Integration[] all = [.. integrations, .. Catalog.OfInstallation];
        var catalog = all.ToFrozenDictionary(integration => integration.Name, StringComparer.Ordinal);
        var protector = new SettingsProtector(secret);
        var (registry, keys, signal) = (new EnvironmentRegistry(), new EnvironmentKeys(secret), new AppendSignal());
        (_app, _storage) = (app, storage);
        _intake = new EventIntake(storage.EventLog, signal, new IntakeOptions(), time, _eventsMetrics, loggers.CreateLogger<EventIntake>());
        _policies = new CapturePolicies(storage.Deliveries, storage.Retention, protector, catalog, time, loggers.CreateLogger<CapturePolicies>());
        var (news, requests) = (new RealtimeNews(), new RequestCounter(time));
        _loader = new EnvironmentLoader(storage.Environments, storage.EventLog, registry, keys, news, loggers.CreateLogger<EnvironmentLoader>());
        _reloads = new EnvironmentReloads(_loader, time, loggers.CreateLogger<EnvironmentReloads>());
        if (settings.Edge is { } edge && upstreamIds is not null) _edge = new EdgeRole(edge, upstreamIds, storage, secret, registry, keys, _loader, time, loggers);
        _usage = new UsageCounter(_edge?.Usage ?? storage.Usage, new UuidSource(new Random()).Next(), requests, _edgeMetrics, time, loggers.CreateLogger<UsageCounter>());
        var ids = new EventIdSource(time, new Random());
        var audit = _audit = new AuditLog(storage.ControlPlane, secret, ids, signal, time) { IsKept = _edge is null };
        var mappers = new DestinationMappers(storage.Deliveries, storage.EventLog, catalog, protector);
        var returned = new ReturnedSource(storage.Replays, mappers);
        _delivery = new DeliveryService(storage.Deliveries, storage.EventLog, signal, all, protector, settings.Delivery, time, new Random(), loggers)
        { Replays = returned, Attempts = storage.Attempts, Doubts = storage.Doubts, Leases = storage.Leases, MailServer = settings.Mail.ToServer(), ReadsClocks = true, Recording = audit.Own.StateAsync };
        _replays = new ReplayService(storage.Replays, storage.Attempts, mappers, returned, _delivery, settings.Delivery, time, loggers.CreateLogger<ReplayService>()) { Recording = audit.Own.ReplayAsync };
        _watch = new StoreWatch(storage.ExamineAsync, time, TimeSpan.FromSeconds(settings.Delivery.LedgerSeconds), loggers.CreateLogger<StoreWatch>());
        _space = new SpaceGuard(storage.Volume, _intake, new SpaceMarks(), loggers.CreateLogger<SpaceGuard>());
        (_retention, _meters) = (Retention(registry, time, loggers), MetricsSetup.Build(settings.Metrics));
        _realtimeMetrics = new RealtimeMetrics();   // counts its zeros when somebody listens already
        _own = new OwnRole(settings, storage, _delivery, protector, signal, ids, time, loggers);
        var capture = new EventCapture(_intake, ids, _policies, time);
        _monitoring = new MonitoringRole(
            app, settings.Monitoring, settings.Metrics, storage, _delivery, catalog, protector, capture, _eventsMetrics, _watch, _space, signal, _own.Tracker, _edge, time, loggers);
        var resolver = new IdentityResolver(storage.Identities, time, _edgeMetrics, loggers.CreateLogger<IdentityResolver>());
        DeclareAsync = cancellation => DeclareAllAsync(protector, catalog, loggers, cancellation);
        var changes = new DestinationChanges(_policies, _delivery, audit);
        _neighbours = new Neighbours(_reloads, changes, _delivery, signal, loggers.CreateLogger<Neighbours>());
        var (destinations, identities) = (new ListDestinations(_delivery, time), new IdentitiesEndpoint(resolver, capture, _edgeMetrics));
        var flagChanges = new ControlPlaneChanges(storage.ControlPlane, audit, _reloads, new UuidSource(new Random()), ids, signal, storage.Identities, time);
        (_sweep, _schedule) = (new PlaceSweep(storage.Identities, time, loggers.CreateLogger<PlaceSweep>()), new VersionSchedule(storage.ControlPlane, flagChanges, time, loggers.CreateLogger<VersionSchedule>()));
        var removal = new PlaceRemoval(flagChanges, changes, _sweep);
        (_people, _requestNames) =
            (new AccessRoutes(storage.ControlPlane, flagChanges, removal, audit, secret, settings, _own.Mail, time, loggers), settings.Metrics.RequestNames ? new RequestNames(time) : null);
        ForwardedFrom.Use(app, settings.Access.KnownProxies);   // before all other filters
        Map(loggers, new MetricsFilter(settings.Metrics), new CorsFilter(settings.Edge?.AllowOrigins ?? ["*"]), new Routes
        {
            Sdk = new EnvironmentAccess(keys, _edgeMetrics, time),
            Requests = requests,
            Management = _people.Access,
            Flags = new FlagsEndpoint(_edgeMetrics),
            Identities = identities,
            BulkIdentities = new BulkIdentitiesEndpoint(identities),
            Traits = new TraitsEndpoint(storage.Identities),
            Ofrep = new OfrepEndpoint(identities, resolver, _edgeMetrics),
            Deprecated = new DeprecatedEndpoints(identities, new TraitsEndpoint(storage.Identities)),
            Realtime = new RealtimeEndpoint(news, settings.Realtime, _realtimeMetrics, time, app.Lifetime.ApplicationStopping),
            Analytics = new AnalyticsEndpoint(_usage, _edge is null ? storage.Usage : null, time),
            AnalyticsV2 = new AnalyticsV2Endpoint(_usage),
            ExperimentEvents = new ExperimentEventsEndpoint(_usage, time),
            Health = new HealthEndpoints(_readiness, registry, () => _monitoring.NotReady, _own.Mail.IsOpen, _edge is null ? storage.ControlPlane : null),
            Proxy = _edge?.Health,
            ListDestinations = destinations,
            StopDestination = new StopDestination(storage.Deliveries, _delivery, destinations, changes),
            ExplainFlag = new ExplainFlag(storage.ControlPlane, keys, storage.Identities),
            Retention = RetentionRoutes.Of(storage, _policies, _reloads, changes, audit, time, loggers),
            Integrations = Integrations(new IntegrationTarget(storage.ControlPlane, storage.Deliveries, protector, catalog), protector, changes, ids, time),
            Deliveries = Deliveries(mappers, audit, time),
            Resources = Resources(flagChanges, removal, registry, keys, secret, new ImportedReceivers(catalog, _delivery.Settings, protector, changes), new PublicAddress(settings.Access.PublicUrl), time),
            Screens = Screens(integrations, settings, time),
        });
    }

    internal required string DataFolderPath { get; init; }

    /// <summary>Every mapped URL, for the test that asks whether each of them is guarded.</summary>
    internal IEnumerable<RouteEndpoint> Endpoints => ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    private Func<CancellationToken, Task> DeclareAsync { get; }

    /// <summary>What the first start created, to be printed once; null on later starts.</summary>
    internal FirstStartReport? FirstStart { get; set; }

    /// <summary>Whether the start came to its end.</summary>
    internal bool WasReady { get; private set; }

    /// <exception cref="StartFailedException">The data folder cannot be used.</exception>
    internal static async Task<Composition> OpenAsync(
        WebApplicationBuilder builder, StartSettings settings, IReadOnlyList<Integration> integrations, CancellationToken cancellation)
    {
        var app = HostSetup.Build(builder, settings);
        var (storage, secret) = await DataFolder.OpenAsync(settings.DataFolder, settings.Database, TimeProvider.System, app.Services.GetRequiredService<ILoggerFactory>(), cancellation);
        try
        {
            return await OverAsync(app, storage, secret, settings, integrations, cancellation);
        }
        catch
        {
            await storage.DisposeAsync();
            throw;
        }
    }

    private static async Task<Composition> OverAsync(
        WebApplication app, IStorage storage, InstallationSecret secret, StartSettings settings, IReadOnlyList<Integration> integrations, CancellationToken cancellation)
    {
        if (settings.Edge is { } edge)
        {
            var ids = await EdgeRole.PrepareAsync(edge, settings, storage.Upstream, secret, cancellation);
            return new Composition(app, storage, secret, settings, ids, integrations) { DataFolderPath = settings.DataFolder };
        }

        if (await storage.Upstream.IsEdgesAsync(cancellation))
            throw new StartFailedException($"The data folder {settings.DataFolder} belongs to an edge (guidon edge); give the server one of its own with --data.");
        var report = await FirstStartKeys.RunAsync(storage.ControlPlane, secret, settings.Bootstrap, cancellation);
        return new Composition(app, storage, secret, settings, upstreamIds: null, integrations) { FirstStart = report, DataFolderPath = settings.DataFolder };
    }

    /// <summary>Loads, starts, prints, and waits until it is told to stop.</summary>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        await DeclareAsync(cancellation);
        await _loader.LoadAsync(cancellation);
        await _policies.RefreshAsync(cancellation);
        await _policies.StartAsync(cancellation);
        await _usage.StartAsync(cancellation);
        await _replays.StartAsync(cancellation);   // before the pumps: it notes which mapper is at work from here on
        await _reloads.StartAsync(cancellation);
        await _delivery.StartAsync(cancellation);
        await _monitoring.StartAsync(cancellation);
        _neighbours.Start(_storage);
        _watch.Start();
        _edge?.Start();
        _retention.Start();
        if (_edge is null) _sweep.Start();   // an edge's places go with its upstream's
        if (_edge is null) _schedule.Start();
        await HostSetup.StartAsync(_app, cancellation);
        _readiness.Set(isReady: true);
        WasReady = true;
        StartReport.Print(Console.Out, _app.Urls, DataFolderPath, FirstStart);
        SpareMemory.GiveBack();
        await _app.WaitForShutdownAsync(cancellation);
        _readiness.Set(isReady: false);
    }

    public async ValueTask DisposeAsync()
    {
        // Requests first, then what they feed, then what that stands on.
        await _app.StopAsync();
        if (_dashboard is not null) await _dashboard.DisposeAsync();
        await _people.DisposeAsync();   // letters under way need what comes next
        await _monitoring.DisposeAsync();
        await _own.DisposeAsync();   // what fails from here on is in the log of the process alone
        await _watch.DisposeAsync();
        await _sweep.DisposeAsync();
        await _schedule.DisposeAsync();
        await _neighbours.DisposeAsync();
        await _reloads.StopAsync(CancellationToken.None);
        await _policies.StopAsync(CancellationToken.None);
        await _delivery.DisposeAsync();
        await _replays.DisposeAsync();   // after the pumps, which wake it
        await _usage.StopAsync(CancellationToken.None);
        if (_edge is not null) await _edge.KeepUsageAsync();
        await _retention.DisposeAsync();
        await _intake.DisposeAsync();
        if (_edge is not null) await _edge.DisposeAsync();
        await _audit.DisposeAsync();
        _space.Dispose();
        await _storage.DisposeAsync();
        _meters.Dispose();
        _reloads.Dispose();
        _policies.Dispose();
        _loader.Dispose();
        _usage.Dispose();
        _realtimeMetrics.Dispose();
        _edgeMetrics.Dispose();
        _requestNames?.Dispose();
        _eventsMetrics.Dispose();
        await _app.DisposeAsync();
    }

    private Task DeclareAllAsync(ISettingsProtector protector, FrozenDictionary<string, Integration> catalog, ILoggerFactory loggers, CancellationToken cancellation) => Task.WhenAll(
        _own.DeclareAsync(cancellation), _edge?.DeclareAsync(_delivery, _storage.Deliveries, protector, catalog, loggers, cancellation) ?? Task.CompletedTask);

    private ScreenRoutes Screens(IReadOnlyList<Integration> integrations, StartSettings settings, TimeProvider time) => new(
        new GetFrame(_storage.ControlPlane, () => _watch.Last.Findings.Count, new PublicAddress(settings.Access.PublicUrl)), new GetCatalog(integrations), new PreviewSegment(_storage.ControlPlane),
        new ListSeries(_storage.Series, _storage.Deliveries, time), new GetFlagUsage(_storage.ControlPlane, time), new ListSegmentNames(_storage.ControlPlane));

    private RetentionService Retention(EnvironmentRegistry registry, TimeProvider time, ILoggerFactory loggers) => new(
        new RetentionRound(_storage.Retention, time, loggers.CreateLogger<RetentionRound>()) { Recording = _audit.Own.ExpiryAsync }, _space, _intake, _storage.Retention,
        () => [.. registry.States.Values.Select(state => state.Current.FlagTableId)], time, loggers.CreateLogger<RetentionService>());

    private IntegrationRoutes Integrations(IntegrationTarget target, SettingsProtector protector, DestinationChanges changes, EventIdSource ids, TimeProvider time) => new()
    {
        List = new ListIntegrations(target),
        Get = new GetIntegration(target),
        Create = new CreateIntegration(target, _delivery.Settings, _storage.Deliveries, protector, changes),
        Change = new ChangeIntegration(target, _delivery.Settings, _storage.Deliveries, protector, changes),
        Delete = new DeleteIntegration(target, _storage.Deliveries, changes),
        Test = new TestIntegration(target, _delivery, ids, time),
        TestWebhook = new TestWebhook(target, _delivery.Settings, _delivery, ids, time),
    };

    private Func<ManagementAccess, IEnumerable<(string Path, MethodTable Methods)>>[] Resources(
        ControlPlaneChanges changes, PlaceRemoval removal, EnvironmentRegistry registry, EnvironmentKeys keys, InstallationSecret secret, ImportedReceivers receivers, PublicAddress address, TimeProvider time) =>
    [
        new FlagRoutes(_storage.ControlPlane, changes, time).All,
        new SegmentRoutes(_storage.ControlPlane, changes, registry).All,
        new IdentityRoutes(_storage.ControlPlane, changes, registry).All,
        new UpkeepRoutes(_storage.ControlPlane, changes, secret, address, time).All,
        new VersionRoutes(_storage.ControlPlane, changes, _schedule).All,
        new ProjectRoutes(_storage.ControlPlane, changes, removal, keys, secret).All,
        new TransferRoutes(_storage.ControlPlane, changes, secret, receivers, time).All,
        _people.All,
    ];

    private DeliveryRoutes Deliveries(DestinationMappers mappers, AuditLog audit, TimeProvider time) => new()
    {
        Parked = new ParkedEndpoints(new ParkedEvents(_storage.Parked, mappers), mappers, _delivery, audit, time),
        Replays = new ReplayEndpoints(_replays, _storage.Deliveries, mappers, audit),
        Attempts = new ListAttempts(_storage.Attempts),
        Status = new GetStatus(_watch, _storage, _space, _intake),
        Alerts = new AlertEndpoints(_monitoring.Alerts, _storage.Alerts, _storage.Deliveries, audit, time),
    };

    private void Map(ILoggerFactory loggers, MetricsFilter metrics, CorsFilter cors, Routes routes)
    {
        if (_requestNames is { } names) _app.Use(next => http => names.InvokeAsync(http, next));
        var stopping = _app.Lifetime.ApplicationStopping;
        var errors = new ErrorFilter(loggers.CreateLogger<ErrorFilter>(), stopping);
        // Who waits for what takes minutes is answered, instead of keeping the process until the web server gives up on it.
        stopping.Register(() =>
        {
            _watch.StopWhole();
            _audit.StopVerifying();
        });
        _app.Use(next => http => cors.InvokeAsync(http, next));
        var management = new InProcessHandler(_app.Services);
        _app.Use(next => management.Pipeline = next);
        _app.Use(next => http => errors.InvokeAsync(http, next));
        _app.Use(next => http => FramingFilter.InvokeAsync(http, next));
        _app.Use(next => http => metrics.InvokeAsync(http, next));
        _app.UseOpenTelemetryPrometheusScrapingEndpoint(_meters, null, MetricsFilter.Path, null, null);
        _app.UseRouting();   // behind the filters, so that the dashboard's own requests are routed too
        routes.Map(_app);
        if (routes.Proxy is null) _dashboard = DashboardHost.Map(_app, management);   // an edge has no people
    }
}
