namespace Guidon.Storage.Tests;

public sealed class SqliteEventLogTests() : EventLogCompliance(SqliteTestStore.Open);
