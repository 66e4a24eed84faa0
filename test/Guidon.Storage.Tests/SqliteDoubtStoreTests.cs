namespace Guidon.Storage.Tests;

public sealed class SqliteDoubtStoreTests() : DoubtStoreCompliance(SqliteTestStore.Open);
