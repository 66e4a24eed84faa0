namespace Guidon.Storage.Tests;

[Trait("Category", "External")]
public sealed class PostgresControlPlaneTests() : ControlPlaneCompliance(PostgresTestStore.Open);
