using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.Organisations;

/// <summary>The same on PostgreSQL.</summary>
[Trait("Category", "External")]
public sealed class RemovalOnPostgres : RemovalTests
{
    protected override ServerSettings New() => ServerSettings.OnPostgres();
}
