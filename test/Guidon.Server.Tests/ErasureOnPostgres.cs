using System.Text;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests;

/// <summary>The same on PostgreSQL, in all rows of all tables: what its files keep is decision 133's.</summary>
[Trait("Category", "External")]
public sealed class ErasureOnPostgres : ErasureTests
{
    protected override bool ClearsFiles => false;

    protected override ServerSettings New() => ServerSettings.OnPostgres();

    protected override async Task<bool> IsStoredAsync(GuidonProcess server, string text)
    {
        // Columns of bytes are written as digits.
        string[] forms = [text, Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text))];
        foreach (var table in await server.SqlAsync("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        {
            foreach (var form in forms)
            {
                if ((await server.SqlAsync($"SELECT COUNT(*) FROM {table} each WHERE position('{form}' IN each::text) > 0"))[0] != "0") return true;
            }
        }

        return false;
    }
}
