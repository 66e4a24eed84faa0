using Microsoft.EntityFrameworkCore;

namespace Guidon.Storage.Tests;

public sealed class SqliteUsageStoreTests() : UsageStoreCompliance(SqliteTestStore.Open)
{
    protected override Task<long> CountAsync(TestStore store, int environmentId, string feature, DateTimeOffset hour) =>
        store.ControlPlane.ReadAsync(
            plane => plane.Database.SqlQuery<long>(
                $"SELECT count AS Value FROM feature_usage WHERE environment_id = {environmentId} AND feature_name = {feature} AND hour = {hour.ToUnixTimeSeconds()}")
                .SingleOrDefault(),
            default);
}
