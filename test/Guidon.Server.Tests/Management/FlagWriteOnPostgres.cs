using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management;

/// <summary>The same on PostgreSQL.</summary>
[Trait("Category", "External")]
public sealed class FlagWriteOnPostgres : FlagWriteTests
{
    protected override ServerSettings New() => ServerSettings.OnPostgres();
}
