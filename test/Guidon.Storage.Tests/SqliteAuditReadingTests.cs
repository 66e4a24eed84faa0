namespace Guidon.Storage.Tests;

public sealed class SqliteAuditReadingTests() : AuditReadingCompliance(SqliteTestStore.Open);
