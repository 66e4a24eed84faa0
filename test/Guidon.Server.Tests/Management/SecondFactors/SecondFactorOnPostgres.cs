namespace Guidon.Server.Tests.Management.SecondFactors;

[Trait("Category", "External")]
public sealed class SecondFactorOnPostgres(CrowdOnPostgres fixture) : SecondFactorCompliance(fixture), IClassFixture<CrowdOnPostgres>;
