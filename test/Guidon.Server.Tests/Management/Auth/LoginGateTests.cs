using System.Globalization;
using System.Net;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.Auth;

/// <summary>Guessing passwords is slow, on a real server.</summary>
public sealed class LoginGateTests
{
    private const string Login = "api/v1/auth/login/";

    [Fact]
    public async Task Ten_wrong_passwords_lock_an_address_even_for_the_right_one_and_others_not()
    {
        await using var server = await GuidonProcess.StartAsync();
        for (var i = 0; i < 10; i++) await server.AskAsync(HttpStatusCode.BadRequest, "", "POST", Login, new { email = People.AdminEmail, password = "wrong" });
        using var locked = await server.SendAsync("", "POST", Login, new { email = "Admin@example.org", password = People.AdminPassword });
        Assert.Equal(HttpStatusCode.TooManyRequests, locked.StatusCode);
        Assert.InRange(int.Parse(locked.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture), 1, 900);
        await server.AskAsync(HttpStatusCode.BadRequest, "", "POST", Login, new { email = "nobody@example.org", password = "wrong" });
    }

    [Fact]
    public async Task More_attempts_than_a_minute_allows_are_told_to_wait()
    {
        await using var server = await GuidonProcess.StartAsync(new ServerSettings { Variables = new Dictionary<string, string> { ["GUIDON_Access__LoginsPerMinute"] = "3" } });
        for (var i = 0; i < 3; i++) await server.AskAsync(HttpStatusCode.BadRequest, "", "POST", Login, "{}");
        var refused = await server.AskAsync(HttpStatusCode.TooManyRequests, "", "POST", Login, "{}");
        Assert.Equal("throttled", refused.GetProperty("code").GetString());
        Assert.Matches(@"^Request was throttled\. Expected available in \d+ seconds\.$", refused.GetProperty("detail").GetString());
    }
}
