namespace Guidon.Storage.Tests;

[Trait("Category", "External")]
public sealed class PostgresEventLogTests() : EventLogCompliance(PostgresTestStore.Open);
