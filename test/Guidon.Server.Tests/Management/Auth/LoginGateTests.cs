using System.Globalization;
using System.Net;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.Auth;

/// <summary>Guessing passwords is slow, on a real server.</summary>
public sealed class LoginGateTests
{
    private const string Login = "api/v1/auth/login/";

    [Fact]
    [Trait("Row", "S14")]
    public async Task Ten_wrong_passwords_lock_an_address_even_for_the_right_one_and_others_not()
    {
        await using var server = await GuidonProcess.StartAsync();
        for (var i = 0; i < 10; i++) await server.AskAsync(HttpStatusCode.BadRequest, "", "POST", Login, new { email = People.AdminEmail, password = "wrong" });
        using var locked = await server.SendAsync("", "POST", Login, new { email = "Admin@example.org", password = People.AdminPassword });
        Assert.Equal(HttpStatusCode.TooManyRequests, locked.StatusCode);
        Assert.InRange(int.Parse(locked.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture), 1, 900);
        await server.AskAsync(HttpStatusCode.BadRequest, "", "POST", Login, new { email = "nobody@example.org", password = "wrong" });
    }

    [Theory]
    [InlineData("2001:db8:1:1::1", "2001:db8:1:1:ffff::2", "2001:db8:1:2::1")]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", "203.0.113.8")]
    [Trait("Row", "S14")]
    public async Task Behind_a_known_proxy_each_network_is_locked_for_itself(string one, string same, string other)
    {
        await using var server = await StartAsync(("FailuresMax", "2"), Proxy);
        await GuessAsync(server, HttpStatusCode.BadRequest, one);
        await GuessAsync(server, HttpStatusCode.BadRequest, same);
        await GuessAsync(server, HttpStatusCode.TooManyRequests, one, People.AdminPassword);
        await GuessAsync(server, HttpStatusCode.TooManyRequests, same, People.AdminPassword);
        await GuessAsync(server, HttpStatusCode.OK, other, People.AdminPassword);
        // What the client itself put in front is nobody's word.
        await GuessAsync(server, HttpStatusCode.TooManyRequests, $"198.51.100.1, {one}", People.AdminPassword);
    }

    [Fact]
    public async Task Without_a_known_proxy_nobody_says_where_they_are()
    {
        await using var server = await StartAsync(("FailuresMax", "2"));
        await GuessAsync(server, HttpStatusCode.BadRequest, "203.0.113.1");
        await GuessAsync(server, HttpStatusCode.BadRequest, "203.0.113.2");
        await GuessAsync(server, HttpStatusCode.TooManyRequests, "203.0.113.3");
        using var answer = await server.SendAsync("", "POST", Login, "{}", ("X-Forwarded-Proto", "https"));
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    [Trait("Row", "S14")]
    public async Task Who_guesses_from_many_networks_has_one_attempt_in_each_and_keeps_nobody_out()
    {
        await using var server = await StartAsync(("EmailFailuresMax", "4"), Proxy);
        foreach (var network in (string[])["2001:db8:1::1", "2001:db8:2::1", "203.0.113.1", "198.51.100.1"]) await GuessAsync(server, HttpStatusCode.BadRequest, network);
        // One failed there already: its neighbours in the /48 and the /24 are the same guesser.
        await GuessAsync(server, HttpStatusCode.TooManyRequests, "2001:db8:1:ffff::1", People.AdminPassword);
        await GuessAsync(server, HttpStatusCode.TooManyRequests, "203.0.113.200", People.AdminPassword);
        await GuessAsync(server, HttpStatusCode.OK, "192.0.2.1", People.AdminPassword);
        await GuessAsync(server, HttpStatusCode.BadRequest, "192.0.2.1");
        await GuessAsync(server, HttpStatusCode.TooManyRequests, "192.0.2.1", People.AdminPassword);
        await server.AskAsync(HttpStatusCode.BadRequest, "", "POST", Login, new { email = "nobody@example.org", password = "wrong" });
    }

    [Fact]
    public async Task Behind_a_known_proxy_that_speaks_https_cookies_are_secure_and_browsers_are_told_to_stay_there()
    {
        await using var server = await StartAsync(Proxy);
        using var answer = await server.SendAsync("", "POST", Login, new { email = People.AdminEmail, password = People.AdminPassword, cookie = true }, ("X-Forwarded-Proto", "https"));
        Assert.All(answer.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase));
        Assert.Equal("max-age=31536000", answer.Headers.GetValues("Strict-Transport-Security").Single());
        var form = new FormUrlEncodedContent([new("email", People.AdminEmail), new("password", People.AdminPassword)]);
        using var page = await server.SendAsync("", "POST", "ui/login", form, ("X-Forwarded-Proto", "https"));
        Assert.All(page.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_proxy_that_is_no_network_stops_the_start()
    {
        var (code, output, errors) = await GuidonProcess.RunAsync(["serve", "--Access:KnownProxies:0", "nginx", "--data", Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())]);
        Assert.Equal(1, code);
        Assert.Contains("KnownProxies: not a network like 10.1.0.0/16: nginx.", output + errors, StringComparison.Ordinal);
    }

    private static (string, string) Proxy => ("KnownProxies__0", "127.0.0.0/8");

    private static Task<GuidonProcess> StartAsync(params (string Name, string Text)[] access) =>
        GuidonProcess.StartAsync(new ServerSettings { Variables = access.ToDictionary(each => $"GUIDON_Access__{each.Name}", each => each.Text) });

    private static async Task GuessAsync(GuidonProcess server, HttpStatusCode expected, string from, string password = "wrong")
    {
        using var answer = await server.SendAsync("", "POST", Login, new { email = People.AdminEmail, password }, ("X-Forwarded-For", from));
        Assert.True(expected == answer.StatusCode, $"{from}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
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
