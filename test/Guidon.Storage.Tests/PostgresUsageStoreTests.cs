namespace Guidon.Storage.Tests;

[Trait("Category", "External")]
public sealed class PostgresUsageStoreTests() : UsageStoreCompliance(PostgresTestStore.Open);
