namespace Guidon.Storage.Tests;

public sealed class SqliteMonitoringStoreTests() : MonitoringStoreCompliance(SqliteTestStore.Open);
