using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests;

/// <summary>The same on PostgreSQL.</summary>
[Trait("Category", "External")]
public sealed class ParkedOnPostgres : ParkedTests
{
    protected override ServerSettings New() => ServerSettings.OnPostgres();
}
