namespace Guidon.Storage.Tests;

[Trait("Category", "External")]
public sealed class PostgresIdentitySearchTests() : IdentitySearchCompliance(PostgresTestStore.Open);
