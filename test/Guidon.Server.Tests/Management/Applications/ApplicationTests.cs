namespace Guidon.Server.Tests.Management.Applications;

public sealed class ApplicationTests(ApplicationFixture fixture) : ApplicationRows(fixture), IClassFixture<ApplicationFixture>;
