using Guidon.Delivery.Mail;
using Guidon.Delivery.Settings;
using Guidon.Doubles;
using Guidon.Events;
using Guidon.Events.Alerts;
using Guidon.Events.Changes;
using Guidon.Events.Mail;
using Guidon.Integrations;
using Guidon.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Delivery.Tests;

/// <summary>The whole path behind the intake: a real SQLite file, the service on a fake clock, real sockets on loopback.</summary>
public sealed class DeliveryBench : IAsyncDisposable
{
    private static readonly FlagTable s_table = SomeEvents.Table(SomeEvents.TwoOutcomes(SomeEvents.Flag("button", "\"blue\"")));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("guidon-delivery-");
    private readonly AppendSignal _signal = new();
    private readonly ClearProtector _protector = new();
    private readonly EventIdSource _ids;
    private readonly SqliteStorage _storage;
    private readonly int _seed;
    private DeliveryService? _service;
    private int[] _environments = [];
    private long _table;

    private DeliveryBench(int seed)
    {
        _seed = seed;
        _ids = new EventIdSource(Clock, new Random(seed));
        var opening = SqliteStorage.Open(_folder.FullName, Clock, NullLoggerFactory.Instance);
        _storage = opening.Storage ?? throw new InvalidOperationException(opening.Error);
        Store = _storage.Deliveries;
    }

    public FakeClock Clock { get; } = new(SomeEvents.Start);

    public DeliveryOptions Options { get; set; } = new() { AllowedNetworks = ["127.0.0.0/8"], StopSeconds = 0 };

    public SqliteStorage Storage => _storage;

    public ISettingsProtector Protector => _protector;

    public DeliveryService Service => _service ?? throw new InvalidOperationException("Not started.");

    /// <summary>The real one unless a test puts something in front of it.</summary>
    public IDeliveryStore Store { get; set; }

    /// <param name="seed">Of the jitter.</param>
    /// <param name="environments">Each in a project of its own, and with one destination per integration.</param>
    public static async Task<DeliveryBench> OpenAsync(int seed = 1, int environments = 1)
    {
        var bench = new DeliveryBench(seed);
        bench._environments = await bench._storage.ControlPlane.AddEnvironmentsAsync(environments);
        bench._table = await bench._storage.EventLog.KeepFlagTableAsync(s_table, default);
        return bench;
    }

    public Task<int> AddAsync(string integration, params (string Name, string Text)[] settings) => AddToAsync(0, integration, settings);

    public async Task<int> AddToAsync(int environment, string integration, params (string Name, string Text)[] settings)
    {
        var destination = await Store.CreateAsync(integration, StreamOf(environment, integration), Protect(settings), default);
        return destination?.Id ?? throw new InvalidOperationException("Exists already.");
    }

    public async Task ChangeAsync(int destination, params (string Name, string Text)[] settings)
    {
        await Store.ChangeSettingsAsync(destination, Protect(settings), default);
        Service.Changed();
    }

    public void Start(params Integration[] integrations)
    {
        Prepare(integrations);
        Service.StartAsync(default);
    }

    /// <summary>A service that does not run yet.</summary>
    public void Prepare(params Integration[] integrations) =>
        _service = new DeliveryService(
            Store, _storage.EventLog, _signal, integrations.Length == 0 ? [.. Catalog.All, .. Catalog.OfInstallation] : integrations, _protector, Options,
            Clock, new Random(_seed), NullLoggerFactory.Instance)
        {
            Replays = Replays,
            Attempts = _storage.Attempts,
            Doubts = _storage.Doubts,
            MailServer = MailServer,
            Leases = Leases,
            Quiet = Quiet ?? new QuietThreads(QuietThreads.CountOfMachine),
        };

    public async Task RestartAsync(params Integration[] integrations)
    {
        await Service.DisposeAsync();
        Start(integrations);
    }

    /// <summary>One durable event per identifier, in this order.</summary>
    public Task<Guid[]> AppendAsync(params string[] identifiers) => AppendToAsync(0, identifiers);

    public Task<Guid[]> AppendToAsync(int environment, params string[] identifiers) => AppendAsync(environment, outcome: 0, identifiers);

    /// <summary>As above, with the flag's other value when the outcome is 1.</summary>
    public async Task<Guid[]> AppendAsync(int environment, int outcome, params string[] identifiers)
    {
        var events = identifiers.Select(identifier => new NewEvent(
            _ids.Next(), EventKind.IdentityEvaluated, _environments[environment], _table, Clock.GetUtcNow(), SomeEvents.Payload(identifier, outcome))).ToArray();
        await _storage.EventLog.AppendAsync(events, default);
        _signal.Raise(_environments[environment]);
        return [.. events.Select(appended => appended.Id)];
    }

    /// <summary>What an integration is told: an evaluation per name, or a change of the flag of that name.</summary>
    public async Task TellAsync(int environment, string integration, params string[] names)
    {
        if (Catalog.Find(integration) is not { SendsChanges: true })
        {
            await AppendToAsync(environment, names);
            return;
        }

        var stream = StreamOf(environment, integration);
        var kind = EventStream.EnvironmentOf(stream) is null ? EventKind.AuditCreated : EventKind.FlagChanged;
        var changes = names.Select(name => new NewEvent(_ids.Next(), kind, stream, 0, Clock.GetUtcNow(), ChangeEventEncoding.Encode(SomeChanges.Of(name)))).ToArray();
        await _storage.EventLog.AppendAsync(changes, default);
        _signal.Raise(stream);
    }

    /// <summary>What the channels of the organisation are told.</summary>
    public async Task AlertAsync(params AlertEvent[] alerts)
    {
        var stream = EventStream.OfAlerts(1);
        await _storage.EventLog.AppendAsync(alerts.Select(alert => new NewEvent(alert.Id, EventKind.AlertChanged, stream, 0, Clock.GetUtcNow(), AlertEventEncoding.Encode(alert))).ToArray(), default);
        _signal.Raise(stream);
    }

    /// <summary>The installation's own messages, of which one destination is made.</summary>
    public async Task<int> PostAsync(params MailEvent[] mails)
    {
        var own = (await Store.DestinationsAsync(default)).FirstOrDefault(each => each.EnvironmentId == EventStream.Mail)
            ?? await Store.CreateAsync("mail", EventStream.Mail, Protect([]), default);
        await _storage.EventLog.AppendAsync(mails.Select(mail => new NewEvent(_ids.Next(), EventKind.MailPosted, EventStream.Mail, 0, Clock.GetUtcNow(), MailEventEncoding.Encode(mail))).ToArray(), default);
        _signal.Raise(EventStream.Mail);
        return own!.Id;
    }

    /// <summary>Everything in the log.</summary>
    public async Task<IReadOnlyList<LoggedEvent>> LoggedAsync() => await _storage.EventLog.ReadAsync(_environments[0], 0, 1_000, default);

    public async Task<DestinationStatus> StatusAsync(int destination) =>
        (await Service.StatusAsync(default)).Single(status => status.Destination.Id == destination);

    /// <summary>Receivers that let requests hang; time passes for these.</summary>
    public IReadOnlyList<RecordingReceiver> Hanging { get; set; } = [];

    /// <summary>The node's own.</summary>
    public MailServer? MailServer { get; set; }

    /// <summary>Sends again what it is told, behind live traffic.</summary>
    public IReplaySource? Replays { get; set; }

    /// <summary>Which destinations are this node's; all unless a test says otherwise.</summary>
    internal IDestinationLeases Leases { get; set; } = new SoleNode();

    /// <summary>Where pumps work; threads of its own unless a test shares them.</summary>
    internal QuietThreads? Quiet { get; set; }

    private bool IsAtRest => Service.InFlight <= Hanging.Sum(receiver => receiver.Hanging) && !Service.IsTurning;   // in this order: a request that ends wakes its pump first

    /// <summary>
    /// Lets time pass in small steps until it is so. It stands still while a request is under way or stored: virtual time runs a hundred times as fast
    /// as a busy machine's sockets, and every request would time out.
    /// </summary>
    /// <param name="what">What is waited for.</param>
    /// <param name="isSo">Whether it is there.</param>
    /// <param name="step">How much passes at a time; 200 ms if not told otherwise.</param>
    public Task DriveAsync(string what, Func<Task<bool>> isSo, TimeSpan? step = null) => Eventually.TrueAsync(what, async () =>
    {
        if (IsAtRest) Clock.Advance(step ?? TimeSpan.FromMilliseconds(200));
        return await isSo();
    });

    /// <summary>Lets time pass in steps, of a second if not told otherwise; it stands still while a request is under way.</summary>
    public Task PassAsync(TimeSpan time, TimeSpan? step = null)
    {
        var until = Clock.GetUtcNow() + time;
        return Eventually.TrueAsync($"{time} passes", () =>
        {
            if (IsAtRest) Clock.Advance(step ?? TimeSpan.FromSeconds(1));
            return Clock.GetUtcNow() >= until;
        });
    }

    /// <summary>Lets time pass until nothing is pending, and checks the balance.</summary>
    public async Task<LedgerEntry> DrainAsync(int destination)
    {
        LedgerEntry? ledger = null;
        await DriveAsync("nothing is pending", async () => (ledger = await Store.LedgerAsync(destination, default))?.Pending == 0);
        Assert.Equal(0, ledger!.Residual);
        return ledger;
    }

    /// <summary>Waits for a state without letting time pass.</summary>
    public Task StateAsync(int destination, DestinationState state) => Eventually.TrueAsync(
        $"the destination is {state}",
        async () => (await Store.DestinationsAsync(default)).Single(one => one.Id == destination).State == state);

    public async ValueTask DisposeAsync()
    {
        if (_service is not null) await _service.DisposeAsync();
        await _storage.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    // Projects and environments are made in pairs, so that they have the same ids; of an organisation there is one.
    private int StreamOf(int environment, string integration) =>
        Catalog.Find(integration) is { } known ? known.StreamOf(known.Levels[0], _environments[environment]) : _environments[environment];

    private byte[] Protect((string Name, string Text)[] settings) => _protector.Protect(
        new SettingsValues(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Text))).ToJson());
}
