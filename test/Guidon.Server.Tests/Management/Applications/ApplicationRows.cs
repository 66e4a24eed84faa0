using System.Globalization;
using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.Applications;

/// <summary>Programs that people let act in their name, from the first question to the end.</summary>
public abstract class ApplicationRows(ServerFixture fixture)
{
    private const string Me = "api/v1/auth/users/me/";
    private const string Features = "api/v1/projects/1/features/";
    private const string Applications = "api/guidon/v1/applications";

    private GuidonProcess Server => fixture.Server;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task The_server_describes_itself_under_the_address_that_was_asked(string host)
    {
        var asked = new UriBuilder(Server.Address) { Host = host }.Uri.GetLeftPart(UriPartial.Authority);
        var told = JsonElement.Parse(await Server.Http.GetStringAsync(asked + "/.well-known/oauth-authorization-server"));
        Assert.Equal(asked, told.GetProperty("issuer").GetString());
        foreach (var (name, path) in (ValueTuple<string, string>[])[("authorization", "/oauth/authorize/"), ("token", "/o/token/"), ("registration", "/o/register/"), ("revocation", "/o/revoke_token/")])
            Assert.Equal(asked + path, told.GetProperty(name + "_endpoint").GetString());
        Assert.Equal(["S256"], Texts(told.GetProperty("code_challenge_methods_supported")));
        Assert.Equal(["mcp", "admin-api"], Texts(told.GetProperty("scopes_supported")));
        Assert.Equal(["authorization_code", "refresh_token"], Texts(told.GetProperty("grant_types_supported")));
    }

    [Fact]
    public async Task The_command_lines_login_ends_with_a_token_that_says_who_it_is_and_its_logout_ends_it()
    {
        // Its requests in its order; the browser's part is tested in a browser.
        var program = new AskingProgram(Server);
        var version = await Server.AskAsync(HttpStatusCode.OK, "", "GET", "version/");
        Assert.True(Version.Parse(version.GetProperty("image_tag").GetString() ?? "") >= new Version(2, 255, 0));
        var person = await Server.SignInAsync();
        var shown = await Server.AskAsync(HttpStatusCode.OK, person, "GET", $"{AskingProgram.Authorize}?{program.Query}");
        Assert.Equal("Flagsmith CLI", shown.GetProperty("application").GetProperty("name").GetString());
        Assert.True(shown.GetProperty("is_verified").GetBoolean());
        Assert.True(shown.GetProperty("scopes").TryGetProperty("admin-api", out _));
        var back = program.Parameters(await Server.AskAsync(HttpStatusCode.OK, person, "POST", AskingProgram.Authorize, new Dictionary<string, object?>(program.Asked) { ["allow"] = true }));
        Assert.Equal("a state & more", back["state"]);
        Assert.Equal(Server.Address.GetLeftPart(UriPartial.Authority), back["iss"]);

        var answer = await program.ExchangeAsync(HttpStatusCode.OK, back["code"]);

        Assert.Equal(("Bearer", 900, "admin-api"), (answer.GetProperty("token_type").GetString(), answer.GetProperty("expires_in").GetInt32(), answer.GetProperty("scope").GetString()));
        var (access, refresh) = AskingProgram.Tokens(answer);
        Assert.Equal(People.AdminEmail, (await Server.AskAsync(HttpStatusCode.OK, access, "GET", Me)).GetProperty("email").GetString());
        Assert.NotEmpty((await Server.AskAsync(HttpStatusCode.OK, access, "GET", "api/v1/organisations/?page_size=999")).GetProperty("results").EnumerateArray());
        await program.RevokeAsync(HttpStatusCode.OK, refresh);
        await Server.AskAsync(HttpStatusCode.Unauthorized, access, "GET", Me);
        await program.RefreshAsync(HttpStatusCode.BadRequest, refresh);
        await program.RevokeAsync(HttpStatusCode.OK, refresh);   // nobody learns whether it was known
        await Server.AskAsync(HttpStatusCode.OK, person, "GET", Me);
    }

    [Fact]
    public async Task A_token_that_is_over_is_refreshed_by_two_at_once_and_both_go_on()
    {
        var program = new AskingProgram(Server);
        var (access, first) = await program.EnterAsync(await Server.SignInAsync());
        await Server.SqlAsync("UPDATE access_token SET expires_at = 1");
        await Server.AskAsync(HttpStatusCode.Unauthorized, access, "GET", Me);

        var both = await Task.WhenAll(program.RefreshAsync(HttpStatusCode.OK, first), program.RefreshAsync(HttpStatusCode.OK, first));

        var (one, other) = (AskingProgram.Tokens(both[0]), AskingProgram.Tokens(both[1]));
        foreach (var each in (string[])[one.Access, other.Access]) await Server.AskAsync(HttpStatusCode.OK, each, "GET", Me);
        Assert.NotEqual(one.Access, other.Access);
        // Whichever of them wrote last into the keychain, it is the same.
        Assert.Equal(one.Refresh, other.Refresh);
        Assert.NotEqual(first, one.Refresh);
        var next = AskingProgram.Tokens(await program.RefreshAsync(HttpStatusCode.OK, one.Refresh));
        await Server.AskAsync(HttpStatusCode.OK, next.Access, "GET", Me);
        Assert.Equal(next.Refresh, AskingProgram.Tokens(await program.RefreshAsync(HttpStatusCode.OK, one.Refresh, ("scope", "admin-api"))).Refresh);
        await program.RefreshAsync(HttpStatusCode.BadRequest, one.Refresh, ("scope", "admin-api mcp"));
    }

    [Fact]
    public async Task A_refresh_token_that_was_replaced_more_than_two_minutes_ago_ends_everything()
    {
        var program = new AskingProgram(Server);
        var (_, first) = await program.EnterAsync(await Server.SignInAsync());
        var (access, second) = AskingProgram.Tokens(await program.RefreshAsync(HttpStatusCode.OK, first));
        await Server.SqlAsync("UPDATE consent SET rotated_at = rotated_at - 90000000");   // what is left is the machine's
        var (late, same) = AskingProgram.Tokens(await program.RefreshAsync(HttpStatusCode.OK, first));
        Assert.Equal(second, same);
        await Server.AskAsync(HttpStatusCode.OK, late, "GET", Me);
        await Server.SqlAsync("UPDATE consent SET rotated_at = rotated_at - 30000000");

        Assert.Equal("invalid_grant", (await program.RefreshAsync(HttpStatusCode.BadRequest, first)).GetProperty("error").GetString());

        await program.RefreshAsync(HttpStatusCode.BadRequest, second);
        foreach (var each in (string[])[access, late]) await Server.AskAsync(HttpStatusCode.Unauthorized, each, "GET", Me);
    }

    [Fact]
    public async Task A_refresh_token_ends_after_thirty_days_without_use()
    {
        var program = new AskingProgram(Server);
        var (_, refresh) = await program.EnterAsync(await Server.SignInAsync());
        var left = await Server.SqlAsync("SELECT ends_at - code_used_at FROM consent ORDER BY id DESC LIMIT 1");
        Assert.Equal(TimeSpan.FromDays(30).Ticks / 10, long.Parse(left[0], CultureInfo.InvariantCulture));
        await Server.SqlAsync("UPDATE consent SET ends_at = 1 WHERE id = (SELECT MAX(id) FROM consent)");
        await program.RefreshAsync(HttpStatusCode.BadRequest, refresh);
        // What is over goes when somebody allows something.
        await new AskingProgram(Server).AllowedAsync(await Server.SignInAsync());
        Assert.Equal(["0"], await Server.SqlAsync("SELECT COUNT(*) FROM consent WHERE ends_at <= 1"));
    }

    [Fact]
    public async Task A_code_is_for_who_began_and_counts_once()
    {
        var (person, program, another) = (await Server.SignInAsync(), new AskingProgram(Server), await RegisteredAsync("another"));
        var code = await program.AllowedAsync(person);
        foreach (var wrong in (ValueTuple<string, string?>[])[("code_verifier", new string('a', 43)), ("code_verifier", null), ("redirect_uri", "http://127.0.0.1:53683/callback"), ("redirect_uri", null), ("client_id", another.ClientId), ("code", code + "0")])
            await program.ExchangeAsync(HttpStatusCode.BadRequest, code, wrong);
        await program.ExchangeAsync(HttpStatusCode.Unauthorized, code, ("client_id", "nobody"));
        var (access, refresh) = AskingProgram.Tokens(await program.ExchangeAsync(HttpStatusCode.OK, code));
        await Server.AskAsync(HttpStatusCode.OK, access, "GET", Me);

        // Two have the code: what came of it ends.
        Assert.Equal("invalid_grant", (await program.ExchangeAsync(HttpStatusCode.BadRequest, code)).GetProperty("error").GetString());

        await Server.AskAsync(HttpStatusCode.Unauthorized, access, "GET", Me);
        await program.RefreshAsync(HttpStatusCode.BadRequest, refresh);
        var late = await program.AllowedAsync(person);
        await Server.SqlAsync("UPDATE consent SET ends_at = ends_at - 300000000 WHERE code_used_at IS NULL");
        await program.ExchangeAsync(HttpStatusCode.BadRequest, late);
    }

    [Fact]
    public async Task An_assistant_registers_itself_is_let_in_and_uses_tools()
    {
        var registered = await Server.AskAsync(HttpStatusCode.Created, "", "POST", "o/register/", """
            {"client_name":"An assistant (flags)","redirect_uris":["http://localhost:3118/callback","https://assistant.example/back?tenant=1"],"grant_types":["authorization_code","refresh_token"],
             "response_types":["code"],"token_endpoint_auth_method":"client_secret_post","scope":"mcp","software_id":"unknown to us"}
            """);
        Assert.Equal("none", registered.GetProperty("token_endpoint_auth_method").GetString());
        Assert.InRange(registered.GetProperty("client_id_issued_at").GetInt64(), 1_700_000_000, 99_999_999_999);
        var program = new AskingProgram(Server, registered.GetProperty("client_id").GetString() ?? "", "http://localhost:3118/callback", "mcp");
        var person = await Server.SignInAsync();
        Assert.False((await Server.AskAsync(HttpStatusCode.OK, person, "GET", $"{AskingProgram.Authorize}?{program.Query}")).GetProperty("is_verified").GetBoolean());

        var answer = await program.ExchangeAsync(HttpStatusCode.OK, await program.AllowedAsync(person));

        Assert.Equal("mcp", answer.GetProperty("scope").GetString());
        var (access, _) = AskingProgram.Tokens(answer);
        var feature = await Server.AskAsync(HttpStatusCode.Created, access, "POST", Features, new { name = $"assisted_{Guid.NewGuid():N}" });
        await Server.AskAsync(HttpStatusCode.OK, access, "GET", $"{Features}{feature.GetProperty("id")}/");
        var record = (await Server.AskAsync(HttpStatusCode.OK, person, "GET", "api/v1/organisations/1/audit/?page_size=1")).GetProperty("results")[0];
        Assert.Equal(People.AdminEmail, record.GetProperty("author").GetProperty("email").GetString());
        await Server.AskAsync(HttpStatusCode.NoContent, access, "DELETE", $"{Features}{feature.GetProperty("id")}/");
        await Server.AskAsync(HttpStatusCode.NoContent, access, "POST", "api/v1/auth/logout/");
        await Server.AskAsync(HttpStatusCode.Unauthorized, access, "GET", Features);
    }

    [Fact]
    public async Task An_application_gets_no_credential_that_outlives_it_and_lets_nobody_else_in()
    {
        var program = new AskingProgram(Server);
        var (access, _) = await program.EnterAsync(await Server.SignInAsync());
        foreach (var credential in (string[])[access, $"Api-Key {GuidonProcess.ApiKey}"])
        {
            await Server.AskAsync(HttpStatusCode.Unauthorized, credential, "GET", $"{AskingProgram.Authorize}?{program.Query}");
            await Server.AskAsync(HttpStatusCode.Unauthorized, credential, "POST", AskingProgram.Authorize, new Dictionary<string, object?>(program.Asked) { ["allow"] = true });
            await Server.AskAsync(HttpStatusCode.Unauthorized, credential, "POST", "api/v1/organisations/1/master-api-keys/", new { name = "mine" });
            await Server.AskAsync(HttpStatusCode.Unauthorized, credential, "POST", "api/v1/auth/users/set_password/", new { current_password = People.AdminPassword, new_password = "something else" });
            await Server.AskAsync(HttpStatusCode.Unauthorized, credential, "GET", Applications);
        }

        // Each is what it is, and nothing else.
        await Server.AskAsync(HttpStatusCode.Unauthorized, access.Replace("Bearer", "Token", StringComparison.Ordinal), "GET", Me);
        await Server.AskAsync(HttpStatusCode.Unauthorized, (await Server.SignInAsync()).Replace("Token", "Bearer", StringComparison.Ordinal), "GET", Me);
        using var refused = await Server.SendAsync(access + "0", "GET", Me);
        Assert.Contains("invalid_token", refused.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusing_tells_the_application_so_and_stores_nothing()
    {
        var (person, program) = (await Server.SignInAsync(), new AskingProgram(Server));
        var before = await Server.SqlAsync("SELECT COUNT(*) FROM consent");
        var back = program.Parameters(await Server.AskAsync(HttpStatusCode.OK, person, "POST", AskingProgram.Authorize, new Dictionary<string, object?>(program.Asked) { ["allow"] = false }));
        Assert.Equal(("access_denied", "a state & more", false), (back["error"], back["state"], back.ContainsKey("code")));
        Assert.Equal(before, await Server.SqlAsync("SELECT COUNT(*) FROM consent"));
    }

    [Fact]
    public async Task A_person_sees_and_ends_its_own_applications_and_nobody_elses()
    {
        var dana = await JoinAsync("dana@example.org");
        var (access, refresh) = await (await RegisteredAsync("Danas assistant")).EnterAsync(dana);
        var listed = Assert.Single((await Server.AskAsync(HttpStatusCode.OK, dana, "GET", Applications)).GetProperty("results").EnumerateArray());
        Assert.Equal("Danas assistant", listed.GetProperty("name").GetString());
        var path = $"{Applications}/{listed.GetProperty("id")}";
        await Server.AskAsync(HttpStatusCode.NotFound, await Server.SignInAsync(), "DELETE", path);
        await Server.AskAsync(HttpStatusCode.OK, access, "GET", Me);

        await Server.AskAsync(HttpStatusCode.NoContent, dana, "DELETE", path);

        await Server.AskAsync(HttpStatusCode.Unauthorized, access, "GET", Me);
        await new AskingProgram(Server).RefreshAsync(HttpStatusCode.BadRequest, refresh);
        Assert.Empty((await Server.AskAsync(HttpStatusCode.OK, dana, "GET", Applications)).GetProperty("results").EnumerateArray());
    }

    [Fact]
    public async Task What_ends_a_persons_sessions_ends_their_applications()
    {
        var (admin, email) = (await Server.SignInAsync(), "erin@example.org");
        var erin = await JoinAsync(email);
        var id = (await Server.AskAsync(HttpStatusCode.OK, erin, "GET", Me)).GetProperty("id").GetInt32();
        await EndsAsync(() => Server.AskAsync(HttpStatusCode.NoContent, erin, "POST", "api/v1/auth/users/set_password/", new { current_password = Secret, new_password = Secret + "2" }));
        await EndsAsync(async () =>
        {
            foreach (var verb in (string[])["deactivate", "activate"]) await Server.AskAsync(HttpStatusCode.NoContent, admin, "POST", $"api/guidon/v1/people/{id}/{verb}");
            erin = await Server.SignInAsync(email, Secret + "2");
        });
        await EndsAsync(async () =>
        {
            await Server.AskAsync(HttpStatusCode.NoContent, admin, "DELETE", $"api/guidon/v1/people/{id}/external-logins");
            erin = await Server.SignInAsync(email, Secret + "2");
        });
        // Who leaves an organisation stays somebody, and sees nothing of it any more.
        var program = new AskingProgram(Server);
        var (access, _) = await program.EnterAsync(erin);
        await Server.AskAsync(HttpStatusCode.OK, access, "GET", "api/v1/organisations/1/");
        await Server.AskAsync(HttpStatusCode.OK, admin, "POST", "api/v1/organisations/1/remove-users/", new[] { new { id } });
        await Server.AskAsync(HttpStatusCode.NotFound, access, "GET", "api/v1/organisations/1/");
        await EndsAsync(() => Server.AskAsync(HttpStatusCode.NoContent, erin, "DELETE", Me, new { current_password = Secret + "2" }));
        await Server.AskAsync(HttpStatusCode.Unauthorized, access, "GET", Me);

        async Task EndsAsync(Func<Task> act)
        {
            var asking = new AskingProgram(Server);
            var (code, (opened, refresh)) = (await asking.AllowedAsync(erin), await new AskingProgram(Server).EnterAsync(erin));
            await Server.AskAsync(HttpStatusCode.OK, opened, "GET", Me);
            await act();
            await Server.AskAsync(HttpStatusCode.Unauthorized, opened, "GET", Me);
            await asking.RefreshAsync(HttpStatusCode.BadRequest, refresh);
            await asking.ExchangeAsync(HttpStatusCode.BadRequest, code);
        }
    }

    [Fact]
    public async Task Nothing_that_opens_is_stored_or_logged()
    {
        var program = new AskingProgram(Server);
        var code = await program.AllowedAsync(await Server.SignInAsync());
        var (access, refresh) = AskingProgram.Tokens(await program.ExchangeAsync(HttpStatusCode.OK, code));
        string[] rows = [.. await Server.SqlAsync("SELECT code_hash || challenge_hash || family_hash || refresh_hash FROM consent WHERE family_hash IS NOT NULL"), .. await Server.SqlAsync("SELECT token_hash FROM access_token"), .. await Server.SqlAsync("SELECT fields FROM audit_record")];
        var everything = string.Join('\n', rows) + Server.Output;
        foreach (var secret in (string[])[code, access["Bearer ".Length..], refresh, refresh[..32], refresh[32..]]) Assert.DoesNotContain(secret, everything, StringComparison.Ordinal);
    }

    protected const string Secret = "a secret that is long";

    private async Task<string> JoinAsync(string email)
    {
        var link = (await Server.AskAsync(HttpStatusCode.Created, await Server.SignInAsync(), "POST", "api/v1/organisations/1/invite-links/", new { role = "USER" })).GetProperty("hash").GetString();
        var joined = await Server.AskAsync(HttpStatusCode.Created, "", "POST", "api/v1/auth/users/", new { email, password = Secret, invite_hash = link });
        return $"Token {joined.GetProperty("key").GetString()}";
    }

    private async Task<AskingProgram> RegisteredAsync(string name)
    {
        var registered = await Server.AskAsync(HttpStatusCode.Created, "", "POST", "o/register/", new { client_name = name, redirect_uris = new[] { "https://a.example/back" } });
        return new AskingProgram(Server, registered.GetProperty("client_id").GetString() ?? "", "https://a.example/back", "mcp");
    }

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(each => each.GetString() ?? "")];
}
