namespace Guidon.Server.Tests.Management.SecondFactors;

public sealed class SecondFactorTests(CrowdFixture fixture) : SecondFactorCompliance(fixture), IClassFixture<CrowdFixture>;
