namespace Guidon.Server.Tests.Management;

/// <summary>The same on PostgreSQL.</summary>
[Trait("Category", "External")]
public sealed class IdentityOnPostgres(PostgresFixture fixture) : IdentityTests(fixture), IClassFixture<PostgresFixture>;
