using Guidon.Server.Tests.Processes;
using Xunit.Abstractions;

namespace Guidon.Server.Tests;

/// <summary>The same on PostgreSQL.</summary>
[Trait("Category", "External")]
public sealed class ReplayOnPostgres(ITestOutputHelper output) : ReplayTests(output)
{
    protected override ServerSettings New() => ServerSettings.OnPostgres();
}
