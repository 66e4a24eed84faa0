namespace Guidon.Storage.Tests;

public sealed class SqliteIdentityStoreTests() : IdentityStoreCompliance(SqliteTestStore.Open);
