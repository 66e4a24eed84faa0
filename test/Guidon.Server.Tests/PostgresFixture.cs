using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests;

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresFixture : ServerFixture
{
    protected override ServerSettings Settings => ServerSettings.OnPostgres();
}
