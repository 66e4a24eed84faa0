namespace Guidon.Storage.Tests;

public sealed class SqliteDeliveryStoreTests() : DeliveryStoreCompliance(SqliteTestStore.Open);
