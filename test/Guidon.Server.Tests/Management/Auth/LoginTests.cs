using System.Net;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.Auth;

/// <summary>Signing in and out, in the header and in the cookie.</summary>
public sealed class LoginTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Login = "api/v1/auth/login/";
    private const string Projects = "api/v1/projects/1/features/";

    private GuidonProcess Server => fixture.Server;

    [Fact]
    public async Task A_token_opens_what_its_person_may_until_it_is_given_back()
    {
        var token = await Server.SignInAsync("ADMIN@example.org");
        await Server.AskAsync(HttpStatusCode.OK, token, "GET", Projects);
        await Server.AskAsync(HttpStatusCode.OK, token, "GET", "api/v1/auth/mfa/user-active-methods/");
        var another = await Server.SignInAsync();
        await Server.AskAsync(HttpStatusCode.NoContent, token, "DELETE", "api/v1/auth/token/");
        Assert.Equal("Invalid token.", (await Server.AskAsync(HttpStatusCode.Unauthorized, token, "GET", Projects)).GetProperty("detail").GetString());
        await Server.AskAsync(HttpStatusCode.OK, another, "GET", Projects);
        await Server.AskAsync(HttpStatusCode.NoContent, another, "POST", "api/v1/auth/logout/");
        await Server.AskAsync(HttpStatusCode.Unauthorized, another, "GET", Projects);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_are_answered_alike()
    {
        var wrong = await Server.AskAsync(HttpStatusCode.BadRequest, "", "POST", Login, new { email = People.AdminEmail, password = "wrong" });
        var unknown = await Server.AskAsync(HttpStatusCode.BadRequest, "", "POST", Login, new { email = "nobody@example.org", password = "wrong" });
        Assert.Equal("""{"non_field_errors":["Unable to log in with provided credentials."],"code":"invalid"}""", wrong.GetRawText());
        Assert.Equal(wrong.GetRawText(), unknown.GetRawText());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"email":1,"password":{}}""")]
    [InlineData("""{"email":"admin@example.org","password":null}""")]
    [InlineData("""{"email":"admin@example.org","password":"x","cookie":"yes"}""")]
    public async Task A_body_that_is_none_is_refused_by_field(string body) =>
        Assert.Equal("invalid", (await Server.AskAsync(HttpStatusCode.BadRequest, "", "POST", Login, body)).GetProperty("code").GetString());

    [Fact]
    public async Task A_master_key_is_no_person() => await Server.AskAsync(HttpStatusCode.Unauthorized, $"Api-Key {GuidonProcess.ApiKey}", "POST", "api/v1/auth/logout/");

    [Fact]
    [Trait("Row", "S22")]
    public async Task A_session_cookie_is_hidden_from_scripts_and_writes_only_with_the_proof_of_our_own_page()
    {
        using var answer = await Server.SendAsync("", "POST", Login, new { email = People.AdminEmail, password = People.AdminPassword, cookie = true });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        var set = answer.Headers.GetValues("Set-Cookie").ToList();
        Assert.All(set, cookie => Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("httponly", set.Single(cookie => cookie.StartsWith("guidon_session=", StringComparison.Ordinal)), StringComparison.OrdinalIgnoreCase);
        var csrf = set.Single(cookie => cookie.StartsWith("guidon_csrf=", StringComparison.Ordinal)).Split(';')[0].Split('=')[1];
        var cookies = ("Cookie", string.Join("; ", set.Select(cookie => cookie.Split(';')[0])));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("GET", Projects, null, cookies));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("POST", Projects, new { name = "forged" }, cookies));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("POST", Projects, new { name = "forged" }, cookies, ("X-CSRF-Token", "")));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("POST", Projects, new { name = "forged" }, cookies, ("X-CSRF-Token", new string('0', csrf.Length))));
        Assert.Equal(HttpStatusCode.Created, await StatusAsync("POST", Projects, new { name = "ours" }, cookies, ("X-CSRF-Token", csrf)));
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync("POST", "api/v1/auth/logout/", null, cookies, ("X-CSRF-Token", csrf)));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("GET", Projects, null, cookies));
    }

    [Fact]
    public async Task A_dashboard_of_the_original_learns_where_the_API_is_and_which_ways_in_are_closed()
    {
        using var answer = await Server.SendAsync("", "GET", "config/project-overrides");
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType?.MediaType);
        var script = await answer.Content.ReadAsStringAsync();
        const string Begin = "window.projectOverrides = ";
        Assert.StartsWith(Begin, script, StringComparison.Ordinal);
        var settings = System.Text.Json.JsonElement.Parse(script[Begin.Length..].TrimEnd(';', '\n'));
        // Its own flags are asked of this server too, and no key for them is given: nobody is called home.
        foreach (var name in (string[])["api", "flagsmithClientAPI"]) Assert.Equal(new Uri(Server.Address, "api/v1/"), new Uri(settings.GetProperty(name).GetString() ?? ""));
        Assert.False(settings.TryGetProperty("flagsmith", out _));
        Assert.True(settings.GetProperty("preventSignup").GetBoolean());
        Assert.False(settings.GetProperty("hideInviteLinks").GetBoolean());
    }

    [Fact]
    public async Task A_header_counts_before_the_cookie_and_needs_no_other_proof()
    {
        var token = await Server.SignInAsync();
        using var answer = await Server.SendAsync(token, "POST", Projects, new { name = "by_header" }, ("Cookie", "guidon_session=nonsense"));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Fact]
    public async Task Answers_are_kept_out_of_caches_frames_and_guesses()
    {
        foreach (var authorization in (string[])["", "Token nonsense", await Server.SignInAsync()])
        {
            using var answer = await Server.SendAsync(authorization, "GET", Projects);
            Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
            Assert.Equal(
                ["nosniff", "DENY", "no-referrer"], ((string[])["X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"]).Select(name => answer.Headers.GetValues(name).Single()));
        }
    }

    private async Task<HttpStatusCode> StatusAsync(string method, string path, object? body, params (string Name, string Value)[] headers)
    {
        using var answer = await Server.SendAsync("", method, path, body, headers);
        return answer.StatusCode;
    }
}
