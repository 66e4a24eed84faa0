namespace Guidon.Storage.Tests;

[Trait("Category", "External")]
public sealed class PostgresErasureStoreTests() : ErasureStoreCompliance(PostgresTestStore.Open);
