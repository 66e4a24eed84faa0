using Guidon.Storage.Postgres;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guidon.Storage.Tests;

[Trait("Category", "External")]
public sealed class PostgresIdentitySearchTests() : IdentitySearchCompliance(PostgresTestStore.Open)
{
    // So many that the engine, which has not analysed them, would rather sort those that it takes them for.
    private const string Fill = "ALTER TABLE identity SET (autovacuum_enabled = off); INSERT INTO identity (environment_id, identifier, created_at) SELECT 1 + n % 2, 'customer-' || n, 0 FROM generate_series(1, 20000) AS n";

    [Fact]
    public async Task Before_anything_was_analysed_each_list_is_read_from_the_one_index_that_has_its_order()
    {
        await Store.ControlPlane.WriteAsync(plane => plane.Database.ExecuteSqlRaw(Fill), default);

        var plans = await Store.ControlPlane.ReadAsync<string[]>(
            plane =>
            [
                PostgresPlan.Of(plane.InOrder(1).AsNoTracking().Take(51)), PostgresPlan.Of(plane.InOrder(1).Skip(9_000).Take(1_000)), PostgresPlan.Of(plane.InOrder(1).Take(10_000).Select(each => each.Id)),
                PostgresPlan.Of(plane.Named([1], "customer-77")), PostgresPlan.Of(plane.Containing(1, "customer").Take(51)), PostgresPlan.Of(plane.Containing(1, "r-777").Take(10_000)), PostgresPlan.Of(plane.Containing(1, "7").Take(51)),
            ],
            default);

        Assert.All(plans[..3], plan => Assert.Equal(("identity_environment", false), (PostgresPlan.Indexes(plan, "identity"), plan.Contains("Sort", StringComparison.Ordinal))));
        Assert.Equal("identity_identifier", PostgresPlan.Indexes(plans[3], "identity"));
        Assert.All(plans[4..], plan => Assert.Equal("identity_environment identity_pairs", PostgresPlan.Indexes(plan, "identity")));
    }

    [Fact]
    public void Before_anything_was_analysed_an_identity_is_looked_up_by_its_name_alone()
    {
        var database = PostgresTestStore.NewDatabase();
        using var connection = new NpgsqlConnection(database);
        connection.Open();
        using var fill = new NpgsqlCommand(Fill, connection);
        fill.ExecuteNonQuery();
        using var session = PostgresSession.Open(database, "SET jit = off");

        using var explain = new NpgsqlCommand("EXPLAIN " + session.SelectIdentity, connection);
        explain.Parameters.AddWithValue("@environment", 1);
        explain.Parameters.AddWithValue("@identifier", "customer-77");

        Assert.Equal("identity_identifier", PostgresPlan.Indexes(PostgresPlan.Of(explain), "identity"));
    }
}
