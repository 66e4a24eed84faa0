namespace Guidon.Storage.Tests;

public sealed class SqliteUsageStoreTests() : UsageStoreCompliance(SqliteTestStore.Open);
