using System.Diagnostics.Metrics;
using System.Net;
using Guidon.Delivery.Attempts;
using Guidon.Delivery.Doubts;
using Guidon.Delivery.Mail;
using Guidon.Delivery.Settings;
using Guidon.Events;
using Microsoft.Extensions.Logging;

namespace Guidon.Delivery;

/// <summary>
/// The room's door: runs one pump per destination, follows changes of the destinations, and says how each is doing.
/// Start it once; after a management change call <see cref="Changed"/>.
/// </summary>
public sealed partial class DeliveryService : IAsyncDisposable
{
    private readonly DeliveryTools _tools;
    private readonly AddressGuard _guard;
    private readonly ISettingsProtector _protector;
    private readonly Dictionary<string, Integration> _integrations;
    private readonly Random _random;   // only the following loop draws from it; each pump gets a seed
    private readonly ILogger _logger;
    private readonly Dictionary<int, DeliveryPump> _pumps = [];   // only under the gate
    private readonly Lock _gate = new();
    private readonly Wakeup _wake;
    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;
    private LeaseRenewal? _renewal;
    private readonly CertificateWatch _certificates = new();   // only the following loop asks it
    private DateTimeOffset _measureAt;
    private DeliveryReading _reading = new(DateTimeOffset.MinValue, []);   // replaced whole by the loop, read by monitoring: Volatile

    /// <param name="store">Destinations, cursors, ledgers.</param>
    /// <param name="log">Where events wait.</param>
    /// <param name="signal">Raised when an environment has new durable events.</param>
    /// <param name="integrations">All that destinations may name; the catalog.</param>
    /// <param name="protector">Opens the settings of destinations.</param>
    /// <param name="options">Validated.</param>
    /// <param name="time">All waiting and all stamps.</param>
    /// <param name="random">Jitter; a seeded one repeats a run. Not used by anyone else.</param>
    /// <param name="loggers">Where it logs.</param>
    public DeliveryService(
        IDeliveryStore store,
        IEventLog log,
        AppendSignal signal,
        IEnumerable<Integration> integrations,
        ISettingsProtector protector,
        DeliveryOptions options,
        TimeProvider time,
        Random random,
        ILoggerFactory loggers)
    {
        _guard = new AddressGuard(options, Dns.GetHostAddressesAsync, time);
        _tools = new DeliveryTools
        {
            Store = store,
            Log = log,
            Signal = signal,
            Journal = new AttemptJournal(),
            Sender = new HttpSender(_guard, options, time),
            Mail = new SmtpSender(_guard, options, own: null, time),
            SenderOf = certificate => new HttpSender(_guard, options, time, certificate),
            Protector = protector,
            Quiet = new QuietThreads(QuietThreads.CountOfMachine),
            Options = options,
            Metrics = new DeliveryMetrics(time),
            Time = time,
            Steady = new SteadyClock(time),
        };
        _protector = protector;
        _integrations = integrations.ToDictionary(integration => integration.Name, StringComparer.Ordinal);
        _random = random;
        _logger = loggers.CreateLogger<DeliveryService>();
        _wake = new Wakeup(_tools.Steady);
        Settings = new SettingsCheck(_guard);
    }

    /// <summary>What is sent again behind live traffic; set it before the start. Without it nothing is replayed.</summary>
    public IReplaySource? Replays
    {
        init => _tools = _tools with { Replays = value };
    }

    /// <summary>Keeps what attempts leave in doubt; set it before the start. Without it a restart forgets that, and such events are sent again.</summary>
    public IDoubtStore? Doubts
    {
        init => _tools = _tools with { Doubts = value };
    }

    /// <summary>The node's own mail server; set it before the start. Without it only channels with a server of their own send.</summary>
    public MailServer? MailServer { init => _tools = _tools with { Mail = new SmtpSender(_guard, _tools.Options, value, _tools.Time) }; }

    /// <summary>Runs each write of a state that nobody asked for; set it before the start. Without it no more than that is stored.</summary>
    public Func<Func<ValueTask>, ValueTask> Recording { init => _tools = _tools with { Recording = value }; }

    /// <summary>Whether the clocks of receivers are compared with this node's; set it before the start. Default not: a clock that a test moves is never theirs.</summary>
    public bool ReadsClocks { init => _tools = _tools with { ReadsClocks = value }; }

    /// <summary>Keeps the last attempts for people to look at; set it before the start. Without it they are forgotten.</summary>
    public IAttemptStore? Attempts { private get; init; }

    /// <summary>Makes the connections of all pumps; TCP unless the simulation puts its network there.</summary>
    internal HostConnector Connect
    {
        init => _guard.Connector = value;
    }

    /// <summary>Which destinations are this node's to pump; set it before the start. Without it all are.</summary>
    public IDestinationLeases Leases { private get; init; } = new SoleNode();

    /// <summary>Where all pumps work; the simulation gives them the pool's only thread.</summary>
    internal QuietThreads Quiet
    {
        init => _tools = _tools with { Quiet = value };
    }

    /// <summary>Checks settings before they are stored.</summary>
    public SettingsCheck Settings { get; }

    /// <summary>Sends a message at once, beside the log, with the same care for addresses.</summary>
    public SmtpSender Mail => _tools.Mail;

    /// <summary>Requests in flight, of all destinations.</summary>
    public int InFlight => RunningPumps().Sum(pump => pump.InFlight);

    /// <summary>Whether a pump is taking a turn: it may start requests, or store what came of them.</summary>
    public bool IsTurning => RunningPumps().Exists(pump => pump.IsTurning);

    /// <summary>Starts following the destinations. Call it once.</summary>
    public Task StartAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        _loop = Task.Run(() => RunAsync(_stopping.Token), CancellationToken.None);
        if (Leases.RenewEvery is { } often) _renewal = new LeaseRenewal(Leases, often, _tools.Time, _logger);
        return Task.CompletedTask;
    }

    /// <summary>Stops all pumps. Requests in flight get <see cref="DeliveryOptions.StopSeconds"/>; nothing is lost.</summary>
    /// <param name="cancellation">Cuts requests in flight at once.</param>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        var pumps = RunningPumps();
        await StopAsync(pumps, cancellation).ConfigureAwait(false);
        if (_renewal is not null) await _renewal.DisposeAsync().ConfigureAwait(false);
        try
        {
            await Leases.ReleaseAsync([.. pumps.Select(pump => pump.Destination.Id)], cancellation).ConfigureAwait(false);
            await KeepAttemptsAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            Log.AttemptsLost(_logger, failure);   // for looking at only, and leases lapse by themselves; a stop does not wait for them
        }
    }

    /// <summary>Destinations were created, changed or deleted: look now instead of within a few seconds. Safe from any thread.</summary>
    public void Changed() => _wake.Set();

    /// <summary>A replay to this destination began, went on or ended: its pump looks now instead of within a few seconds. Safe from any thread.</summary>
    public void ReplayChanged(int destinationId) => PumpOf(destinationId)?.LookForReplay();

    /// <summary>The same of all.</summary>
    public void ReplaysChanged()
    {
        foreach (var pump in RunningPumps()) pump.LookForReplay();
    }

    /// <summary>Every destination with its state, its balance as it is now, and its attempts, by id.</summary>
    public async ValueTask<IReadOnlyList<DestinationStatus>> StatusAsync(CancellationToken cancellation) =>
        await StatusAsync(await _tools.Store.DestinationsAsync(cancellation).ConfigureAwait(false), isQuiet: false, cancellation).ConfigureAwait(false);

    /// <summary>The same of one organisation's.</summary>
    public async ValueTask<IReadOnlyList<DestinationStatus>> StatusOfAsync(int organisationId, CancellationToken cancellation) =>
        await StatusAsync(await _tools.Store.DestinationsOfAsync(organisationId, cancellation).ConfigureAwait(false), isQuiet: false, cancellation).ConfigureAwait(false);

    /// <summary>The last reading of all ledgers, taken every <see cref="DeliveryOptions.LedgerSeconds"/>; one that grows old says that this service stands still.</summary>
    public DeliveryReading Reading => Volatile.Read(ref _reading);

    /// <summary>How far the clocks of receivers are ahead of this node's, by their last answers; empty unless they are read.</summary>
    public IReadOnlyList<TimeSpan> ClockOffsets => _tools.Metrics.ClockOffsets;

    /// <summary>What this service counts.</summary>
    public Meter Meter => _tools.Metrics.Meter;

    private async ValueTask<IReadOnlyList<DestinationStatus>> StatusAsync(IReadOnlyList<Destination> destinations, bool isQuiet, CancellationToken cancellation)
    {
        var status = new List<DestinationStatus>();
        foreach (var destination in destinations)
        {
            // What is pending is counted in the log, which takes a while when it is a million: pumps take their turns in between.
            if (isQuiet) await _tools.Quiet;
            if (await _tools.Store.LedgerAsync(destination.Id, cancellation).ConfigureAwait(false) is { } ledger)
                status.Add(DestinationStatus.Of(destination, ledger, PumpOf(destination.Id)));
        }

        return status;
    }

    /// <summary>Sends a marked event with a destination's stored settings, beside its pump and whatever its state.</summary>
    /// <returns><see langword="null"/> when the settings or the integration are not readable for this build.</returns>
    public async Task<Trial?> TryAsync(Destination destination, DecodedEvent marked, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return _integrations.TryGetValue(destination.Integration, out var integration) && SettingsValues.Open(destination, _protector) is { } values
            ? await TryAsync(integration, values, marked, cancellation).ConfigureAwait(false)
            : null;
    }

    /// <summary>As above with settings that were checked and are not stored.</summary>
    public Task<Trial> TryAsync(Integration integration, SettingsValues values, DecodedEvent marked, CancellationToken cancellation) =>
        Trial.RunAsync(_tools, integration, values, marked, cancellation);

    /// <summary>Maps a marked event and builds its request as an attempt would, and sends nothing.</summary>
    /// <returns>Why it cannot be done, by kind and without values; <see langword="null"/> when it can.</returns>
    public string? Rehearse(Destination destination, DecodedEvent marked)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (!_integrations.TryGetValue(destination.Integration, out var integration)) return "unknown_integration";
        if (SettingsValues.Open(destination, _protector) is not { } values) return "settings_unreadable";
        try
        {
            var bound = integration.Bind(values);
            var mapping = bound.MapAny(marked);
            if (!Canary.IsWhole(integration, mapping)) return $"mapper_error: {integration.Name} mapper {integration.MapperVersion} left the marked flag out";
            if (mapping.Outcome == MappingOutcome.Mapped) bound.Request(mapping.ToRecords(marked.Id, Canary.Identifier, marked.OccurredAt), marked.OccurredAt);
            return null;
        }
        catch (Exception failure)   // a mapper is code that changes often; that it throws is what is asked here
        {
            Log.RehearsalFailed(_logger, failure, destination.Id, destination.EnvironmentKey, destination.Integration, integration.MapperVersion);
            return $"mapper_error: {integration.Name} mapper {integration.MapperVersion} threw {failure.GetType().Name}";
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        _tools.Sender.Dispose();
        _tools.Quiet.Dispose();
        _tools.Metrics.Dispose();
        _wake.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(stopping).ConfigureAwait(false);
                await MeasureAsync(stopping).ConfigureAwait(false);
                await KeepAttemptsAsync(stopping).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                Log.FollowingFailed(_logger, failure);
            }

            _wake.SetAt(_tools.Steady.Now + Pause());
            await _wake.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async ValueTask FollowAsync(CancellationToken stopping)
    {
        var wanted = (await _tools.Store.DestinationsAsync(stopping).ConfigureAwait(false))
            .Where(destination => !destination.IsStoppedByHand)
            .ToDictionary(destination => destination.Id);
        await StopAsync([.. RunningPumps().Where(pump => !IsCurrent(pump, wanted))], stopping).ConfigureAwait(false);
        var held = await Leases.HoldAsync(wanted.Keys, stopping).ConfigureAwait(false);
        await GiveUpAsync([.. RunningPumps().Where(pump => !held.Contains(pump.Destination.Id))], stopping).ConfigureAwait(false);
        foreach (var destination in wanted.Values.Where(destination => held.Contains(destination.Id)))
        {
            if (PumpOf(destination.Id) is null) await StartAsync(destination, stopping).ConfigureAwait(false);
        }
    }

    // Released when nothing of it is in flight any more, and not before.
    private async ValueTask GiveUpAsync(IReadOnlyList<DeliveryPump> pumps, CancellationToken cancellation)
    {
        if (pumps.Count == 0) return;
        await StopAsync(pumps, cancellation).ConfigureAwait(false);
        await Leases.ReleaseAsync([.. pumps.Select(pump => pump.Destination.Id)], cancellation).ConfigureAwait(false);
    }

    private TimeSpan Pause()
    {
        var pause = TimeSpan.FromSeconds(_tools.Options.ReloadSeconds);
        return Leases.RenewEvery is { } often && often < pause ? often : pause;
    }

    private static bool IsCurrent(DeliveryPump pump, Dictionary<int, Destination> wanted) =>
        !pump.HasEnded
        && wanted.TryGetValue(pump.Destination.Id, out var now)
        && now.Revision == pump.Destination.Revision;

    private async ValueTask StartAsync(Destination destination, CancellationToken stopping)
    {
        if (!_integrations.TryGetValue(destination.Integration, out var integration))
        {
            await RefuseAsync(destination, "unknown_integration", stopping).ConfigureAwait(false);
            return;
        }

        if (SettingsValues.Open(destination, _protector) is not { } values)
        {
            await RefuseAsync(destination, "settings_unreadable", stopping).ConfigureAwait(false);
            return;
        }

        var pump = new DeliveryPump(_tools, destination, integration, values, new Random(_random.Next()), _logger, Leases.WhileHeld(destination.Id));
        lock (_gate) _pumps.Add(destination.Id, pump);
        pump.Start();
        _measureAt = DateTimeOffset.MinValue;   // its series exist from its first moment
        Log.Started(_logger, destination.Id, destination.Integration);
    }

    // Held without a pump: no probe could help, only new settings or another version of the product.
    private async ValueTask RefuseAsync(Destination destination, string reason, CancellationToken stopping)
    {
        if (destination.State == DestinationState.Held && destination.HeldReason == reason) return;
        Log.Refused(_logger, destination.Id, destination.Integration, reason);
        await _tools.Recording(() => _tools.Store.SetStateAsync(destination, DestinationState.Held, reason, stopping)).ConfigureAwait(false);
    }

    private async ValueTask MeasureAsync(CancellationToken stopping)
    {
        var now = _tools.Steady.Now;
        if (now < _measureAt) return;
        _measureAt = now + TimeSpan.FromSeconds(_tools.Options.LedgerSeconds);
        var status = await StatusAsync(await _tools.Store.DestinationsAsync(stopping).ConfigureAwait(false), isQuiet: true, stopping).ConfigureAwait(false);
        _tools.Metrics.Measured(status);
        Volatile.Write(ref _reading, new DeliveryReading(_tools.Time.GetUtcNow(), status));
        foreach (var each in status)
        {
            if (each.CertificateEndsAt is { } endsAt && _certificates.News(each.Destination.Id, endsAt, _tools.Time.GetUtcNow()) is { } days)
                Log.CertificateEnds(_logger, each.Destination.Id, each.Destination.Integration, endsAt, days);
        }
    }

    private async ValueTask KeepAttemptsAsync(CancellationToken cancellation)
    {
        var attempts = _tools.Journal.Take();
        if (Attempts is { } store) await store.KeepAsync(attempts, cancellation).ConfigureAwait(false);
    }

    private async Task StopAsync(IReadOnlyList<DeliveryPump> pumps, CancellationToken cancellation)
    {
        await Task.WhenAll(pumps.Select(pump => pump.StopAsync(cancellation))).ConfigureAwait(false);
        foreach (var pump in pumps)
        {
            pump.Dispose();
            lock (_gate) _pumps.Remove(pump.Destination.Id);
            Log.Stopped(_logger, pump.Destination.Id, pump.Destination.Integration);
        }
    }

    private List<DeliveryPump> RunningPumps()
    {
        lock (_gate) return [.. _pumps.Values];
    }

    private DeliveryPump? PumpOf(int destinationId)
    {
        lock (_gate) return _pumps.GetValueOrDefault(destinationId);
    }

    private static partial class Log
    {
        [LoggerMessage(1300, LogLevel.Error, "Destinations could not be followed; the next look is due in a few seconds")]
        internal static partial void FollowingFailed(ILogger logger, Exception failure);

        [LoggerMessage(1307, LogLevel.Warning, "The last attempts could not be kept for people to look at; deliveries are not touched")]
        internal static partial void AttemptsLost(ILogger logger, Exception failure);

        [LoggerMessage(1309, LogLevel.Error, "Destination {Destination} of {Environment}: {Integration} mapper {Version} cannot map a marked event")]
        internal static partial void RehearsalFailed(ILogger logger, Exception failure, int destination, string environment, string integration, int version);

        [LoggerMessage(1308, LogLevel.Warning, "Destination {Destination} ({Integration}): its client certificate ends at {EndsAt}, within {Days} days; then it is held")]
        internal static partial void CertificateEnds(ILogger logger, int destination, string integration, DateTimeOffset endsAt, int days);

        [LoggerMessage(1301, LogLevel.Information, "Destination {Destination} ({Integration}) is pumped")]
        internal static partial void Started(ILogger logger, int destination, string integration);

        [LoggerMessage(1302, LogLevel.Information, "Destination {Destination} ({Integration}) is no longer pumped")]
        internal static partial void Stopped(ILogger logger, int destination, string integration);

        [LoggerMessage(1303, LogLevel.Error, "Destination {Destination} ({Integration}) cannot be pumped and was held: {Reason}")]
        internal static partial void Refused(ILogger logger, int destination, string integration, string reason);
    }
}
