namespace Guidon.Storage.Tests;

[Trait("Category", "External")]
public sealed class PostgresIdentityStoreTests() : IdentityStoreCompliance(PostgresTestStore.Open);
