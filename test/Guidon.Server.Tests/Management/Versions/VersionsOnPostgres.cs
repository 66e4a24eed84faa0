namespace Guidon.Server.Tests.Management.Versions;

/// <summary>The same on PostgreSQL.</summary>
[Trait("Category", "External")]
public sealed class VersionsOnPostgres(PostgresFixture fixture) : VersionTests(fixture), IClassFixture<PostgresFixture>;
