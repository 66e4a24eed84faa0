using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Nodes;

/// <summary>The same on PostgreSQL, where the node of the build before still runs.</summary>
[Trait("Category", "External")]
public sealed class SchemaOnPostgres : SchemaTests
{
    protected override string Tables => "SELECT tablename FROM pg_tables WHERE schemaname = 'public'";

    protected override bool HasNeighbours => true;

    protected override ServerSettings New() => ServerSettings.OnPostgres();
}
