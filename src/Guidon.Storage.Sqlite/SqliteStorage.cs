using Guidon.Delivery;
using Guidon.Delivery.Attempts;
using Guidon.Delivery.Doubts;
using Guidon.Delivery.Parking;
using Guidon.Delivery.Replays;
using Guidon.Events;
using Guidon.Events.Retention;
using Guidon.Flags;
using Guidon.Monitoring.Alerts;
using Guidon.Monitoring.Rules;
using Guidon.Monitoring.Series;
using Guidon.Storage.Audit;
using Microsoft.Extensions.Logging;

namespace Guidon.Storage.Sqlite;

/// <summary>The embedded store: one file in the data folder, one writer, all ports. The composition door of this room.</summary>
public sealed partial class SqliteStorage : IAsyncDisposable
{
    /// <summary>Name of the meter, for the exporter.</summary>
    public const string MeterName = "Guidon.Storage.Sqlite";

    /// <summary>The database in the data folder; a folder without it is a new installation.</summary>
    public const string FileName = SqliteFile.Name;

    private readonly FolderLock? _lock;   // null when opened for reading
    private readonly SqliteMetrics _metrics = new();
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private readonly PageGaps _gaps;
    private readonly StorageGuarantee _atStart;

    private SqliteStorage(SqliteFile file, FolderLock? folderLock, StorageGuarantee atStart, TimeProvider time, ILoggerFactory loggers)
    {
        (_lock, _atStart, _gaps) = (folderLock, atStart, new PageGaps(file.Path));
        _readers = new SqliteReaders(file.OpenReader);
        var volume = new LogVolume(file.Folder, _readers);
        _writer = new SqliteWriter(folderLock is null ? ReadOnly : file.OpenVerifiedWriter, _metrics, time, loggers.CreateLogger<SqliteWriter>()) { WhenFull = volume.WhenFull };
        Volume = volume;
        Retention = new SqliteRetentionStore(_writer, _readers);
        var log = new SqliteEventLog(_writer, _readers);
        EventLog = log;
        Deliveries = new SqliteDeliveryStore(_writer, _readers, time);
        Parked = new SqliteParkedStore(_writer, _readers, time);
        Replays = new SqliteReplayStore(_writer, _readers, time);
        Attempts = new SqliteAttemptStore(_writer, _readers);
        Series = new SqliteSeriesStore(_writer, _readers);
        Alerts = new SqliteAlertStore(_writer, _readers);
        Expiries = new SqliteExpiryStore(_readers);
        Doubts = new SqliteDoubtStore(_writer, _readers);
        var identities = new SqliteIdentityStore(_writer, _readers, time);
        Identities = identities;
        Erasures = new SqliteErasureStore(_writer, _readers, identities, _gaps, time);
        Usage = new SqliteUsageStore(_writer);
        Environments = new SqliteEnvironmentStore(_readers);
        Upstream = new SqliteUpstreamStore(_writer, _readers, time);
        ControlPlane = new SqliteControlPlane(_writer, _readers, log);
    }

    /// <summary>The event log.</summary>
    public IEventLog EventLog { get; }

    /// <summary>Destinations, cursors, ledgers.</summary>
    public IDeliveryStore Deliveries { get; }

    /// <summary>Parked events.</summary>
    public IParkedStore Parked { get; }

    /// <summary>Replays and events that are sent once more.</summary>
    public IReplayStore Replays { get; }

    /// <summary>The last attempts.</summary>
    public IAttemptStore Attempts { get; }

    /// <summary>What happened at each destination, by minute and hour.</summary>
    public ISeriesStore Series { get; }

    /// <summary>Keys that end soon.</summary>
    public IExpiryStore Expiries { get; }

    /// <summary>Alerts with their history.</summary>
    public IAlertStore Alerts { get; }

    /// <summary>What attempts left in doubt.</summary>
    public IDoubtStore Doubts { get; }

    /// <summary>Identities with a cache in front.</summary>
    public IIdentityStore Identities { get; }

    /// <summary>Usage that SDKs report.</summary>
    public IUsageStore Usage { get; }

    /// <summary>Published environments.</summary>
    public IEnvironmentStore Environments { get; }

    /// <summary>What an edge keeps of its upstream.</summary>
    public IUpstreamStore Upstream { get; }

    /// <summary>What operators write.</summary>
    public IControlPlaneStore ControlPlane { get; }

    /// <summary>Policies, warnings and decisions about events.</summary>
    public IRetentionStore Retention { get; }

    /// <summary>Takes an identity out of everything.</summary>
    public IErasureStore Erasures { get; }

    /// <summary>The volume of the data folder.</summary>
    public ILogVolume Volume { get; }

    /// <summary>What an acknowledged write survives: what the start found, and whether writing works now.</summary>
    public StorageGuarantee Guarantee => _writer.Problem is { } problem
        ? StorageGuarantee.Only(StoragePromise.None, "The last write failed: " + problem).And(_atStart)
        : _atStart;

    /// <summary>What this start had to cut off the log.</summary>
    public RecoveryReport Recovery { get; private init; }

    /// <summary>Opens the store; creates folder and schema where they are missing and migrates an older one.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="time">The clock of creation times and measurements.</param>
    /// <param name="loggers">Where it logs.</param>
    /// <returns>The store, or one line that says why it cannot be used; then nothing was created or changed.</returns>
    public static SqliteOpening Open(string folder, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        SQLitePCL.Batteries_V2.Init();
        var file = new SqliteFile(folder);
        if (FolderLock.TryTake(folder, out var refusal) is not { } folderLock) return new SqliteOpening(null, refusal);
        var tail = WalTail.Read(file.Path + "-wal");
        if (file.Prepare(time) is { } error)
        {
            folderLock.Undo();
            return new SqliteOpening(null, error);
        }

        var storage = new SqliteStorage(file, folderLock, Check(file, folder), time, loggers)
        {
            Recovery = new RecoveryReport(tail.BytesCut, tail.GroupsCut),
        };
        Tell(storage, loggers.CreateLogger<SqliteStorage>());
        return new SqliteOpening(storage, null);
    }

    /// <summary>Compares what was counted with what is there, at one moment.</summary>
    /// <param name="isWhole">False for counts and balances only, which can be done often; true reads every row.</param>
    /// <returns>What must not be; empty when all is well.</returns>
    public IReadOnlyList<Finding> Examine(bool isWhole) =>
        _readers.ReadAtOnce(session => isWhole ? SqliteDoctor.Whole(session, Guarantee) : SqliteDoctor.Quick(session, Guarantee));

    /// <summary>The same for a data folder that no server uses. Changes nothing in it.</summary>
    /// <param name="folder">The data folder.</param>
    /// <returns>The findings, or one line that says why the folder cannot be examined.</returns>
    public static (IReadOnlyList<Finding> Findings, string? Refusal) Examine(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        SQLitePCL.Batteries_V2.Init();
        return Unused(folder, file => file.Examine(folder));
    }

    /// <summary>Reads the chain of audit records of a data folder that no server uses. Changes nothing in it.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="chain">With the key of the installation.</param>
    /// <returns>The first record that is not as it was written, or one line that says why the folder cannot be read.</returns>
    public static (IReadOnlyList<Finding> Findings, string? Refusal) VerifyAudit(string folder, AuditChain chain)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(chain);
        SQLitePCL.Batteries_V2.Init();
        return Unused(folder, file => file.VerifyAudit(chain));
    }

    private static (IReadOnlyList<Finding> Findings, string? Refusal) Unused(string folder, Func<SqliteFile, (IReadOnlyList<Finding>, string?)> look)
    {
        var file = new SqliteFile(folder);
        if (!File.Exists(file.Path)) return ([], $"There is no database '{file.Path}'.");
        if (FolderLock.TryTake(folder, out var refusal) is not { } folderLock)
            return ([], $"{refusal} A server may be using it; ask that one: guidon doctor --url.");
        using (folderLock) return look(file);
    }

    /// <summary>The ports of a data folder for reading only, also while a server uses it. What writes through them throws.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="time">For ports that stamp what they write.</param>
    /// <param name="loggers">Where it logs.</param>
    /// <returns>The store, or one line that says why it cannot be read.</returns>
    public static SqliteOpening OpenForReading(string folder, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        SQLitePCL.Batteries_V2.Init();
        var file = new SqliteFile(folder);
        if (!File.Exists(file.Path)) return new SqliteOpening(null, $"There is no database '{file.Path}'.");
        using (var session = file.OpenReader())
        {
            if (SqliteSchema.Version(session) != SqliteMigration.Newest)
                return new SqliteOpening(null, $"'{file.Path}' has another version than this build works with ({SqliteMigration.Newest}).");
        }

        return new SqliteOpening(new SqliteStorage(file, folderLock: null, StorageGuarantee.Only(StoragePromise.None, "Opened for reading."), time, loggers), null);
    }

    /// <summary>Finishes what waits and closes the file. Dispose whatever writes to it before.</summary>
    public async ValueTask DisposeAsync()
    {
        // The writer goes last: only the last connection moves the WAL into the file, and readers may not write.
        _readers.Dispose();
        await _writer.DisposeAsync().ConfigureAwait(false);
        _gaps.Dispose();
        _metrics.Dispose();
        _lock?.Dispose();
    }

    private static SqliteSession ReadOnly() => throw new StorageException("The data folder was opened for reading.", null);

    private static void Tell(SqliteStorage storage, ILogger logger)
    {
        foreach (var reason in storage.Guarantee.Reasons) Log.NotDurable(logger, reason);
        var (bytes, groups) = storage.Recovery;
        if (groups > 0) Log.Damaged(logger, groups, bytes);
        else if (bytes > 0) Log.TornTail(logger, bytes);
    }

    private static StorageGuarantee Check(SqliteFile file, string folder)
    {
        using var session = file.OpenWriter();
        return SqliteGuarantee.Of(session, folder);
    }

    private static partial class Log
    {
        [LoggerMessage(1603, LogLevel.Warning, "Acknowledged events may not survive a power cut: {Reason}")]
        internal static partial void NotDurable(ILogger logger, string reason);

        [LoggerMessage(1604, LogLevel.Warning, "The last run ended in the middle of a write: {Bytes} bytes of a group that nobody was told of were cut off the log")]
        internal static partial void TornTail(ILogger logger, long bytes);

        [LoggerMessage(1605, LogLevel.Critical, "The end of the log is damaged: {Groups} groups that may have been acknowledged, {Bytes} bytes, were cut off")]
        internal static partial void Damaged(ILogger logger, int groups, long bytes);
    }
}
