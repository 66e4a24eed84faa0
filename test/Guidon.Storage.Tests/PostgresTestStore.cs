using Guidon.Delivery;
using Guidon.Delivery.Doubts;
using Guidon.Delivery.Parking;
using Guidon.Delivery.Replays;
using Guidon.Doubles;
using Guidon.Events;
using Guidon.Events.Retention;
using Guidon.Flags;
using Guidon.Monitoring.Alerts;
using Guidon.Monitoring.Rules;
using Guidon.Monitoring.Series;
using Guidon.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Storage.Tests;

/// <summary>A real PostgreSQL store in a database of its own.</summary>
public sealed class PostgresTestStore(PostgresStorage storage) : TestStore
{
    private static readonly Lazy<string> s_template = new(Migrated);

    public override IEventLog EventLog => storage.EventLog;

    public override IDeliveryStore Deliveries => storage.Deliveries;

    public override IDoubtStore Doubts => storage.Doubts;

    public override IParkedStore Parked => storage.Parked;

    public override IReplayStore Replays => storage.Replays;

    public override ISeriesStore Series => storage.Series;

    public override IAlertStore Alerts => storage.Alerts;

    public override IExpiryStore Expiries => storage.Expiries;

    public override IIdentityStore Identities => storage.Identities;

    public override IUsageStore Usage => storage.Usage;

    public override IEnvironmentStore Environments => storage.Environments;

    public override IControlPlaneStore ControlPlane => storage.ControlPlane;

    public override IRetentionStore Retention => storage.Retention;

    public override IErasureStore Erasures => storage.Erasures;

    public override bool ClearsFiles => false;

    /// <summary>A connection string to a database with the newest schema and nothing in it.</summary>
    public static string NewDatabase() => PostgresCluster.Shared.CreateDatabase(s_template.Value);

    public static TestStore Open() => new PostgresTestStore(Open(NewDatabase()));

    public static PostgresStorage Open(string connection)
    {
        var opening = PostgresStorage.Open(connection, TimeProvider.System, NullLoggerFactory.Instance);
        return opening.Storage ?? throw new InvalidOperationException(opening.Error);
    }

    public override ValueTask<IReadOnlyList<Finding>> ExamineAsync(bool isWhole, CancellationToken cancellation) => storage.ExamineAsync(isWhole, cancellation);

    public override ValueTask DisposeAsync() => storage.DisposeAsync();

    private static string Migrated()
    {
        var connection = PostgresCluster.Shared.CreateDatabase();
        Open(connection).DisposeAsync().AsTask().GetAwaiter().GetResult();
        return connection.Split(';').First(part => part.StartsWith("Database=", StringComparison.Ordinal))["Database=".Length..];
    }
}
