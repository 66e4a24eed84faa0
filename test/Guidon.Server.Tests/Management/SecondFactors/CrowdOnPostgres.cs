using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.SecondFactors;

/// <summary>The same on PostgreSQL.</summary>
public sealed class CrowdOnPostgres : CrowdFixture
{
    protected override ServerSettings New() => ServerSettings.OnPostgres();
}
