using Guidon.Delivery;
using Guidon.Delivery.Attempts;
using Guidon.Delivery.Parking;
using Guidon.Delivery.Replays;
using Guidon.Events;
using Guidon.Flags;
using Microsoft.Extensions.Logging;

namespace Guidon.Storage.Sqlite;

/// <summary>The embedded store: one file in the data folder, one writer, all ports. The composition door of this room.</summary>
public sealed partial class SqliteStorage : IAsyncDisposable
{
    /// <summary>Name of the meter, for the exporter.</summary>
    public const string MeterName = "Guidon.Storage.Sqlite";

    /// <summary>The database in the data folder; a folder without it is a new installation.</summary>
    public const string FileName = SqliteFile.Name;

    private readonly FolderLock _lock;
    private readonly SqliteMetrics _metrics = new();
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;

    private SqliteStorage(SqliteFile file, FolderLock folderLock, StorageGuarantee guarantee, TimeProvider time, ILoggerFactory loggers)
    {
        _lock = folderLock;
        _writer = new SqliteWriter(file.OpenVerifiedWriter, _metrics, time, loggers.CreateLogger<SqliteWriter>());
        _readers = new SqliteReaders(file.OpenReader);
        Guarantee = guarantee;
        var log = new SqliteEventLog(_writer, _readers);
        EventLog = log;
        Deliveries = new SqliteDeliveryStore(_writer, _readers, time);
        Parked = new SqliteParkedStore(_writer, _readers, time);
        Replays = new SqliteReplayStore(_writer, _readers, time);
        Attempts = new SqliteAttemptStore(_writer, _readers);
        Identities = new SqliteIdentityStore(_writer, _readers, time);
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

    /// <summary>Whether what is acknowledged survives a power cut.</summary>
    public StorageGuarantee Guarantee { get; }

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
        if (file.Prepare(time) is { } error)
        {
            folderLock.Undo();
            return new SqliteOpening(null, error);
        }

        var storage = new SqliteStorage(file, folderLock, Check(file, folder), time, loggers);
        if (storage.Guarantee.NotDurableReason is { } reason) Log.NotDurable(loggers.CreateLogger<SqliteStorage>(), reason);
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
        var file = new SqliteFile(folder);
        if (!File.Exists(file.Path)) return ([], $"There is no database '{file.Path}'.");
        if (FolderLock.TryTake(folder, out var refusal) is not { } folderLock)
            return ([], $"{refusal} A server may be using it; ask that one: guidon doctor --url.");
        using (folderLock) return file.Examine(folder);
    }

    /// <summary>Finishes what waits and closes the file. Dispose whatever writes to it before.</summary>
    public async ValueTask DisposeAsync()
    {
        // The writer goes last: only the last connection moves the WAL into the file, and readers may not write.
        _readers.Dispose();
        await _writer.DisposeAsync().ConfigureAwait(false);
        _metrics.Dispose();
        _lock.Dispose();
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
    }
}
