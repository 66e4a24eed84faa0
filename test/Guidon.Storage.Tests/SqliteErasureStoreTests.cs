namespace Guidon.Storage.Tests;

public sealed class SqliteErasureStoreTests() : ErasureStoreCompliance(SqliteTestStore.Open);
