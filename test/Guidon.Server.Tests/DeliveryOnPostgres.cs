using Guidon.Server.Tests.Processes;
using Xunit.Abstractions;

namespace Guidon.Server.Tests;

/// <summary>The same on PostgreSQL.</summary>
[Trait("Category", "External")]
public sealed class DeliveryOnPostgres(ITestOutputHelper output) : DeliveryTests(output)
{
    protected override ServerSettings New() => ServerSettings.OnPostgres();
}
