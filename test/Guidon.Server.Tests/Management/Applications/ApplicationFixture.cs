using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.Applications;

/// <summary>A server whose tests sign in and register more often than a person would.</summary>
public class ApplicationFixture : ServerFixture
{
    protected override ServerSettings Settings => New() with { Variables = new Dictionary<string, string> { ["GUIDON_Access__LoginsPerMinute"] = "10000" } };

    protected virtual ServerSettings New() => new();
}
