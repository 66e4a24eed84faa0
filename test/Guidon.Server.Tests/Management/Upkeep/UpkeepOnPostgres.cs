namespace Guidon.Server.Tests.Management.Upkeep;

/// <summary>The same on PostgreSQL.</summary>
[Trait("Category", "External")]
public sealed class UpkeepOnPostgres(PostgresFixture fixture) : UpkeepTests(fixture), IClassFixture<PostgresFixture>;
