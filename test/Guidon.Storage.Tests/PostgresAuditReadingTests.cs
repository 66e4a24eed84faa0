namespace Guidon.Storage.Tests;

[Trait("Category", "External")]
public sealed class PostgresAuditReadingTests() : AuditReadingCompliance(PostgresTestStore.Open);
