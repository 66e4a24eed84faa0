using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.Audit;

/// <summary>The same on PostgreSQL.</summary>
[Trait("Category", "External")]
public sealed class AuditOnPostgres : AuditTests
{
    protected override ServerSettings New() => ServerSettings.OnPostgres();
}
