using System.Net;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.SecondFactors;

/// <summary>A server on which many people sign in from one place.</summary>
public class CrowdFixture : ServerFixture
{
    private string? _link;

    protected override ServerSettings Settings => New() with { Variables = new Dictionary<string, string> { ["GUIDON_Access__LoginsPerMinute"] = "10000" } };

    /// <summary>How a new server is wanted.</summary>
    protected virtual ServerSettings New() => new();

    /// <summary>What lets anybody join the first organisation.</summary>
    public async Task<string> LinkAsync() =>
        _link ??= (await Server.AskAsync(HttpStatusCode.Created, await Server.SignInAsync(), "POST", "api/v1/organisations/1/invite-links/", new { role = "USER" })).GetProperty("hash").GetString() ?? "";
}
