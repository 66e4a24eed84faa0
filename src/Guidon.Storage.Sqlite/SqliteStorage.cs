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
using Guidon.Storage.Audit;
using Guidon.Storage.Stores;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Guidon.Storage.Sqlite;

/// <summary>The embedded store: one file in the data folder, one writer, all ports. The composition door of this room.</summary>
public sealed partial class SqliteStorage : IStorage
{
    /// <summary>Name of the meter, for the exporter.</summary>
    public const string MeterName = "Guidon.Storage.Sqlite";

    /// <summary>The database in the data folder; a folder without it is a new installation.</summary>
    public const string FileName = SqliteFile.Name;

    private readonly FolderLock? _lock;   // null when opened for reading
    private readonly StoreMetrics _metrics = new(MeterName, "sqlite");
    private readonly GroupWriter _writer;
    private readonly SqliteReaders _readers;
    private readonly PageGaps _gaps;
    private readonly StorageGuarantee _atStart;

    private SqliteStorage(SqliteFile file, FolderLock? folderLock, StorageGuarantee atStart, TimeProvider time, ILoggerFactory loggers)
    {
        (_lock, _atStart, _gaps) = (folderLock, atStart, new PageGaps(file.Path));
        _readers = new SqliteReaders(file.OpenReader);
        var volume = new LogVolume(file.Folder, _readers);
        _writer = new GroupWriter(folderLock is null ? ReadOnly : file.OpenVerifiedWriter, _metrics, time, loggers.CreateLogger<GroupWriter>()) { WhenFull = volume.WhenFull };
        Volume = volume;
        Retention = new RetentionStore(_writer, _readers);
        var append = new SqliteEventAppend();
        EventLog = new EventLogStore(_writer, _readers, append);
        Deliveries = new DeliveryStore(_writer, _readers, time);
        Parked = new ParkedStore(_writer, _readers, time);
        Replays = new ReplayStore(_writer, _readers, time);
        Attempts = new AttemptStore(_writer, _readers);
        Series = new SeriesStore(_writer, _readers);
        Alerts = new AlertStore(_writer, _readers);
        Expiries = new ExpiryStore(_readers);
        Doubts = new DoubtStore(_writer, _readers);
        var identities = new IdentityStore(_writer, _readers, time);
        Identities = identities;
        Erasures = new ErasureStore(_writer, _readers, identities, new SqliteFileClearing(_writer, _gaps, time).RunAsync, time);
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
    public ISeriesStore Series { get; }

    /// <inheritdoc/>
    public IExpiryStore Expiries { get; }

    /// <inheritdoc/>
    public IAlertStore Alerts { get; }

    /// <inheritdoc/>
    public IDoubtStore Doubts { get; }

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
    public IDestinationLeases Leases { get; } = new SoleNode();

    /// <inheritdoc/>
    public IWatch Watch { get; } = new SoleWatch();

    /// <inheritdoc/>
    public ILogVolume Volume { get; }

    /// <inheritdoc/>
    public StorageGuarantee Guarantee => _writer.Problem is { } problem
        ? StorageGuarantee.Only(StoragePromise.None, "The last write failed: " + problem).And(_atStart)
        : _atStart;

    /// <inheritdoc/>
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

    /// <summary>The folder is locked: there is no other node.</summary>
    public void Follow(IStoreFollower follower)
    {
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Finding>> ExamineAsync(bool isWhole, CancellationToken cancellation) => new(Examine(isWhole, cancellation));

    /// <summary>The same: a file is read on the caller's thread.</summary>
    public IReadOnlyList<Finding> Examine(bool isWhole) => Examine(isWhole, CancellationToken.None);

    private IReadOnlyList<Finding> Examine(bool isWhole, CancellationToken cancellation)
    {
        try
        {
            return _readers.ReadAtOnce(session =>
            {
                // A statement that looks at every page says nothing for minutes.
                using var stop = cancellation.Register(() => SQLitePCL.raw.sqlite3_interrupt(session.Connection.Handle));
                return isWhole
                    ? Doctor.Whole(session, Guarantee, SqliteSchema.Newest, SqliteGuarantee.Pages(session), cancellation)
                    : Doctor.Quick(session, Guarantee, SqliteSchema.Newest);
            });
        }
        catch (StorageException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);   // interrupted, which is no finding
        }
    }

    /// <summary>The same for a data folder that no server uses. Changes nothing in it.</summary>
    /// <param name="folder">The data folder.</param>
    /// <returns>The findings, or one line that says why the folder cannot be examined.</returns>
    public static (IReadOnlyList<Finding> Findings, string? Refusal) Examine(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        SQLitePCL.Batteries_V2.Init();
        return Unused(folder, file => file.Examine(folder));
    }

    /// <summary>Copies the database of a data folder into another folder, also while a server uses it.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="target">A folder without a database.</param>
    /// <returns>One line when that failed; <see langword="null"/> when the copy is on stable storage.</returns>
    public static string? CopyTo(string folder, string target)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(target);
        SQLitePCL.Batteries_V2.Init();
        return new SqliteFile(folder).CopyTo(new SqliteFile(target));
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
        try
        {
            using var session = file.OpenReader();
            if (SqliteSchema.Version(session) != SqliteSchema.Newest)
                return new SqliteOpening(null, $"'{file.Path}' has another version than this build works with ({SqliteSchema.Newest}).");
        }
        catch (SqliteException error)
        {
            return new SqliteOpening(null, $"The database '{file.Path}' cannot be read: {error.Message}");
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
