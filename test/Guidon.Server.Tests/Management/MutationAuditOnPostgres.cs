using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management;

/// <summary>The same on PostgreSQL: every route is called there, too.</summary>
[Trait("Category", "External")]
public sealed class MutationAuditOnPostgres : MutationAuditTests
{
    protected override ServerSettings New() => ServerSettings.OnPostgres();
}
