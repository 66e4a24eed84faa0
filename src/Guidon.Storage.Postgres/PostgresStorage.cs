using Guidon.Delivery;
using Guidon.Delivery.Attempts;
using Guidon.Delivery.Doubts;
using Guidon.Delivery.Parking;
using Guidon.Delivery.Replays;
using Guidon.Events;
using Guidon.Events.Retention;
using Guidon.Flags;
using Guidon.Monitoring.Alerts;
using Guidon.Monitoring.Nodes;
using Guidon.Monitoring.Rules;
using Guidon.Monitoring.Series;
using Guidon.Storage.Stores;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Guidon.Storage.Postgres;

/// <summary>One database for several nodes, all ports. The composition door of this room.</summary>
public sealed partial class PostgresStorage : IStorage
{
    /// <summary>Name of the meter, for the exporter.</summary>
    public const string MeterName = "Guidon.Storage.Postgres";

    private readonly StoreMetrics _metrics = new(MeterName, "postgres");
    private readonly GroupWriter _writer;
    private readonly PostgresReaders _readers;
    private readonly StorageGuarantee _atStart;
    private readonly PostgresLeases _leases;
    private readonly PostgresWatch _watch;
    private readonly PostgresListener _listener;
    private int _writerId;   // the server's number of the writing connection, which tells own news from others'

    private PostgresStorage(PostgresAddress address, StorageGuarantee atStart, TimeProvider time, ILoggerFactory loggers)
    {
        _atStart = atStart;
        _readers = new PostgresReaders(address);
        var volume = new PostgresVolume();
        _writer = new GroupWriter(() => Open(address), _metrics, time, loggers.CreateLogger<GroupWriter>()) { WhenFull = volume.WhenFull };
        Volume = volume;
        Retention = new RetentionStore(_writer, _readers);
        var append = new PostgresEventAppend();
        _watch = new PostgresWatch(_writer, time);
        EventLog = new EventLogStore(_writer, _readers, append) { HasWatch = _watch.IsOurs };
        _leases = new PostgresLeases(_writer, time);
        Deliveries = new DeliveryStore(_writer, _readers, time) { Fence = _leases.IsOurs };
        Parked = new ParkedStore(_writer, _readers, time);
        Replays = new ReplayStore(_writer, _readers, time) { Fence = _leases.IsOurs };
        Attempts = new AttemptStore(_writer, _readers);
        Doubts = new DoubtStore(_writer, _readers);
        Series = new SeriesStore(_writer, _readers);
        Alerts = new AlertStore(_writer, _readers) { HasWatch = _watch.IsOurs };
        Expiries = new ExpiryStore(_readers);
        var identities = new IdentityStore(_writer, _readers, time);
        Identities = identities;
        _listener = new PostgresListener(address, identities, id => id == Volatile.Read(ref _writerId), loggers.CreateLogger<PostgresListener>());
        Erasures = new ErasureStore(_writer, _readers, identities, _ => new(false), time);
        Usage = new UsageStore(_writer);
        Environments = new EnvironmentStore(_readers);
        Upstream = new UpstreamStore(_writer, _readers, time);
        ControlPlane = new ControlPlaneStore(_writer, _readers, append, time);
    }

    /// <inheritdoc/>
    public IEventLog EventLog { get; }

    /// <inheritdoc/>
    public IDeliveryStore Deliveries { get; }

    /// <inheritdoc/>
    public IParkedStore Parked { get; }

    /// <inheritdoc/>
    public IReplayStore Replays { get; }

    /// <inheritdoc/>
    public IAttemptStore Attempts { get; }

    /// <inheritdoc/>
    public IDoubtStore Doubts { get; }

    /// <inheritdoc/>
    public ISeriesStore Series { get; }

    /// <inheritdoc/>
    public IAlertStore Alerts { get; }

    /// <inheritdoc/>
    public IExpiryStore Expiries { get; }

    /// <inheritdoc/>
    public IIdentityStore Identities { get; }

    /// <inheritdoc/>
    public IUsageStore Usage { get; }

    /// <inheritdoc/>
    public IEnvironmentStore Environments { get; }

    /// <inheritdoc/>
    public IUpstreamStore Upstream { get; }

    /// <inheritdoc/>
    public IControlPlaneStore ControlPlane { get; }

    /// <inheritdoc/>
    public IRetentionStore Retention { get; }

    /// <inheritdoc/>
    public IErasureStore Erasures { get; }

    /// <inheritdoc/>
    public IDestinationLeases Leases => _leases;

    /// <inheritdoc/>
    public IWatch Watch => _watch;

    /// <inheritdoc/>
    public ILogVolume Volume { get; }

    /// <inheritdoc/>
    public StorageGuarantee Guarantee => _writer.Problem is { } problem
        ? StorageGuarantee.Only(StoragePromise.None, "The last write failed: " + problem).And(_atStart)
        : _atStart;

    /// <summary>The server recovers its own log and says so in its own.</summary>
    public RecoveryReport Recovery => default;

    /// <summary>Opens the store; creates the schema where it is missing and migrates an older one.</summary>
    /// <param name="connection">An Npgsql connection string.</param>
    /// <param name="time">The clock of creation times and measurements.</param>
    /// <param name="loggers">Where it logs.</param>
    /// <returns>The store, or one line that says why it cannot be used; then nothing was changed.</returns>
    public static PostgresOpening Open(string connection, TimeProvider time, ILoggerFactory loggers)
    {
        var (address, error) = PostgresAddress.Read(connection, time);
        if (address is null) return new PostgresOpening(null, error);
        // Who was let in and lost the connection tries once more: the step that it was at is undone whole.
        return Open(address, time, loggers, out var isLost) is var opening && isLost ? Open(address, time, loggers, out _) : opening;
    }

    private static PostgresOpening Open(PostgresAddress address, TimeProvider time, ILoggerFactory loggers, out bool isLost)
    {
        isLost = false;
        PostgresSession? session = null;
        try
        {
            session = address.OpenUpgrader();
            if (PostgresGuarantee.Refusal(session) is { } refusal) return new PostgresOpening(null, $"The database {address.Shown} {refusal}");
            if (Migration.Newer(address.Shown, PostgresSchema.Version(session), PostgresSchema.Newest) is { } newer) return new PostgresOpening(null, newer);
            // What a step created, the driver learns by looking once more.
            if (PostgresSchema.Migrate(session, time)) session.Connection.ReloadTypes();
            var storage = new PostgresStorage(address, PostgresGuarantee.Of(session), time, loggers);
            foreach (var reason in storage.Guarantee.Reasons) Log.NotDurable(loggers.CreateLogger<PostgresStorage>(), reason);
            return new PostgresOpening(storage, null);
        }
        catch (Exception failure) when (failure is NpgsqlException or StorageException or IOException or TimeoutException)
        {
            isLost = session?.IsLost(failure) == true;
            return new PostgresOpening(null, $"The database {address.Shown} cannot be used: {failure.Message}");
        }
        finally
        {
            session?.Dispose();
        }
    }

    /// <summary>Whether no node has joined this database yet.</summary>
    /// <exception cref="StorageException">It could not be read.</exception>
    public ValueTask<bool> IsNewAsync() => _readers.ReadAsync(static session => PostgresInstallation.Find(session) is null);

    /// <summary>Joins the nodes of this database. All of them have the same key; the first one decides.</summary>
    /// <param name="keyCheck">What tells one installation's key from another, and nothing else about it.</param>
    /// <param name="cancellation">Stops the wait for the writer.</param>
    /// <returns>False when the database belongs to an installation with another key.</returns>
    /// <exception cref="StorageException">It could not be written.</exception>
    public Task<bool> JoinAsync(string keyCheck, CancellationToken cancellation) =>
        _writer.RunAsync(session => PostgresInstallation.Join(session, keyCheck), cancellation);

    /// <inheritdoc/>
    public void Follow(IStoreFollower follower) => _listener.Start(follower);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Finding>> ExamineAsync(bool isWhole, CancellationToken cancellation) => _readers.ReadPatientlyAsync(
        session => isWhole ? Doctor.Whole(session, Guarantee, PostgresSchema.Newest, [], cancellation) : Doctor.Quick(session, Guarantee, PostgresSchema.Newest), isWhole, cancellation);

    /// <summary>Finishes what waits and closes the connections. Dispose whatever writes to it before.</summary>
    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync().ConfigureAwait(false);
        await _readers.DisposeAsync().ConfigureAwait(false);
        await _writer.DisposeAsync().ConfigureAwait(false);
        _leases.Dispose();
        _metrics.Dispose();
    }

    private PostgresSession Open(PostgresAddress address)
    {
        var session = address.OpenVerifiedWriter();
        Volatile.Write(ref _writerId, session.Connection.ProcessID);
        return session;
    }

    private static partial class Log
    {
        [LoggerMessage(1701, LogLevel.Warning, "Acknowledged events may not survive a power cut: {Reason}")]
        internal static partial void NotDurable(ILogger logger, string reason);
    }
}
