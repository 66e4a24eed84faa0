namespace Guidon.Server.Tests.Management.Upkeep;

/// <summary>The same on PostgreSQL.</summary>
[Trait("Category", "External")]
public sealed class HealthOnPostgres(PostgresFixture fixture) : HealthTests(fixture), IClassFixture<PostgresFixture>;
