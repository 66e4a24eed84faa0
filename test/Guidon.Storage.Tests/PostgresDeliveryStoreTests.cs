namespace Guidon.Storage.Tests;

[Trait("Category", "External")]
public sealed class PostgresDeliveryStoreTests() : DeliveryStoreCompliance(PostgresTestStore.Open);
