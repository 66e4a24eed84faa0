namespace Guidon.Server.Tests.Management.Applications;

/// <summary>The same on PostgreSQL.</summary>
[Trait("Category", "External")]
public sealed class ApplicationsOnPostgres(ApplicationFixtureOnPostgres fixture) : ApplicationRows(fixture), IClassFixture<ApplicationFixtureOnPostgres>;
