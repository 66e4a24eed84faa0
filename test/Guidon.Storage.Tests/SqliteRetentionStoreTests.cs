namespace Guidon.Storage.Tests;

public sealed class SqliteRetentionStoreTests() : RetentionStoreCompliance(SqliteTestStore.Open);
