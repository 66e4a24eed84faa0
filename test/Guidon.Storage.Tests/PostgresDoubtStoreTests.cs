namespace Guidon.Storage.Tests;

[Trait("Category", "External")]
public sealed class PostgresDoubtStoreTests() : DoubtStoreCompliance(PostgresTestStore.Open);
