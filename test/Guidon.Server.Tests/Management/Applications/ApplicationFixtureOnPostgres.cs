using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.Applications;

/// <summary>The same on PostgreSQL.</summary>
public sealed class ApplicationFixtureOnPostgres : ApplicationFixture
{
    protected override ServerSettings New() => ServerSettings.OnPostgres();
}
