namespace Guidon.Storage.Tests;

[Trait("Category", "External")]
public sealed class PostgresRetentionStoreTests() : RetentionStoreCompliance(PostgresTestStore.Open);
