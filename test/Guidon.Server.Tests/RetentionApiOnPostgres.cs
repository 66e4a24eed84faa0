using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests;

/// <summary>The same on PostgreSQL.</summary>
[Trait("Category", "External")]
public sealed class RetentionApiOnPostgres : RetentionApiTests
{
    protected override ServerSettings New() => ServerSettings.OnPostgres();

    // Columns of bytes are given as the texts that they hold.
    protected override Task<string[]> StoredAsync(GuidonProcess server) =>
        server.SqlAsync("SELECT encode(payload, 'escape') FROM event UNION ALL SELECT identifier FROM identity UNION ALL SELECT value FROM trait");
}
