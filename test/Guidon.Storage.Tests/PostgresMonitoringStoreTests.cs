namespace Guidon.Storage.Tests;

[Trait("Category", "External")]
public sealed class PostgresMonitoringStoreTests() : MonitoringStoreCompliance(PostgresTestStore.Open);
