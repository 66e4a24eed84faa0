using Guidon.Delivery;
using Guidon.Delivery.Doubts;
using Guidon.Delivery.Parking;
using Guidon.Delivery.Replays;
using Guidon.Events;
using Guidon.Events.Retention;
using Guidon.Flags;
using Guidon.Monitoring.Alerts;
using Guidon.Monitoring.Rules;
using Guidon.Monitoring.Series;
using Guidon.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Storage.Tests;

/// <summary>A real SQLite store in a folder of its own.</summary>
public sealed class SqliteTestStore(SqliteStorage storage, TemporaryFolder? owned) : TestStore
{
    public override IEventLog EventLog => storage.EventLog;

    public override IDeliveryStore Deliveries => storage.Deliveries;

    public override IIdentityStore Identities => storage.Identities;

    public override IUsageStore Usage => storage.Usage;

    public override IEnvironmentStore Environments => storage.Environments;

    public override IControlPlaneStore ControlPlane => storage.ControlPlane;

    public override IRetentionStore Retention => storage.Retention;

    public override ISeriesStore Series => storage.Series;

    public override IAlertStore Alerts => storage.Alerts;

    public override IExpiryStore Expiries => storage.Expiries;

    public override IDoubtStore Doubts => storage.Doubts;

    public override IParkedStore Parked => storage.Parked;

    public override IReplayStore Replays => storage.Replays;

    public override IErasureStore Erasures => storage.Erasures;

    public override bool ClearsFiles => true;

    /// <summary>All of it.</summary>
    public SqliteStorage Storage => storage;

    public override ValueTask<IReadOnlyList<Finding>> ExamineAsync(bool isWhole, CancellationToken cancellation) => storage.ExamineAsync(isWhole, cancellation);

    public static TestStore Open()
    {
        var folder = new TemporaryFolder();
        return new SqliteTestStore(OpenStorage(folder.Path), folder);
    }

    public static SqliteTestStore Open(TemporaryFolder folder) => new(OpenStorage(folder.Path), null);

    public override async ValueTask DisposeAsync()
    {
        await storage.DisposeAsync();
        owned?.Dispose();
    }

    private static SqliteStorage OpenStorage(string folder)
    {
        var opening = SqliteStorage.Open(folder, TimeProvider.System, NullLoggerFactory.Instance);
        return opening.Storage ?? throw new InvalidOperationException(opening.Error);
    }
}
