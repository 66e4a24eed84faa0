using System.Globalization;
using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.SecondFactors;

/// <summary>Signing in with a second factor, as clients of the protocol do. Everybody has an account of their own on one server.</summary>
public abstract class SecondFactorCompliance(CrowdFixture fixture)
{
    private const string Login = "api/v1/auth/login/";
    private const string Code = "api/v1/auth/login/code/";
    private const string Active = "api/v1/auth/mfa/user-active-methods/";
    private const string Off = "api/v1/auth/app/deactivate/";
    private const string Secret = "a long enough secret";
    private const string Me = "api/v1/auth/users/me/";

    private GuidonProcess Server => fixture.Server;

    [Fact]
    public async Task Once_it_is_confirmed_a_log_in_asks_for_a_code_and_takes_each_once()
    {
        var (token, _) = await JoinAsync("once@example.org");
        var begun = await Server.AskAsync(HttpStatusCode.OK, token, "POST", "api/v1/auth/app/activate/");
        var secret = begun.GetProperty("secret").GetString() ?? "";
        var app = new Authenticator(secret);
        Assert.Equal($"otpauth://totp/Guidon:once%40example.org?secret={secret}&issuer=Guidon", begun.GetProperty("qr_link").GetString());
        await Server.AskAsync(HttpStatusCode.BadRequest, token, "POST", "api/v1/auth/app/activate/confirm/", new { code = app.Wrong() });
        Assert.Equal("[]", (await Server.AskAsync(HttpStatusCode.OK, token, "GET", Active)).GetRawText());
        await Server.SignInAsync("once@example.org", Secret);   // nothing is on before it is confirmed
        var codes = await Server.AskAsync(HttpStatusCode.OK, token, "POST", "api/v1/auth/app/activate/confirm/", new { code = app.Next() });
        Assert.Equal(10, codes.GetProperty("backup_codes").GetArrayLength());
        Assert.Equal("""[{"name":"app","is_primary":true}]""", (await Server.AskAsync(HttpStatusCode.OK, token, "GET", Active)).GetRawText());
        await Server.AskAsync(HttpStatusCode.BadRequest, token, "POST", "api/v1/auth/app/activate/");   // it is on

        var ephemeral = await BeginAsync("once@example.org");
        await Server.AskAsync(HttpStatusCode.Unauthorized, $"Token {ephemeral}", "GET", Me);   // it is no session
        var wrong = await Server.AskAsync(HttpStatusCode.Unauthorized, "", "POST", Code, new { ephemeral_token = ephemeral, code = app.Wrong() });
        Assert.Equal("""{"error":"Invalid or expired code.","code":"wrong_code"}""", wrong.GetRawText());
        var key = (await Server.AskAsync(HttpStatusCode.OK, "", "POST", Code, new { ephemeral_token = ephemeral, code = app.Next() })).GetProperty("key").GetString();
        await Server.AskAsync(HttpStatusCode.OK, $"Token {key}", "GET", Me);
        await ExpectOverAsync(ephemeral, app.Again());
        await Server.AskAsync(HttpStatusCode.Unauthorized, "", "POST", Code, new { ephemeral_token = await BeginAsync("once@example.org"), code = app.Again() });
    }

    [Fact]
    public async Task A_backup_code_lets_in_once_into_a_cookie_too_and_is_stored_nowhere()
    {
        var (token, _) = await JoinAsync("backup@example.org");
        var (_, codes) = await Authenticator.SwitchOnAsync(Server, token);
        Assert.Equal(10, codes.Distinct().Count());
        var typed = codes[3].Replace("-", " ", StringComparison.Ordinal).ToUpperInvariant();

        var begun = await Server.AskAsync(HttpStatusCode.OK, "", "POST", Login, new { email = "backup@example.org", password = Secret, cookie = true });
        using (var answer = await Server.SendAsync("", "POST", Code, new { ephemeral_token = begun.GetProperty("ephemeral_token").GetString(), code = typed, cookie = true }))
        {
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
            Assert.Contains(answer.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("guidon_session=", StringComparison.Ordinal));
        }

        await Server.AskAsync(HttpStatusCode.Unauthorized, "", "POST", Code, new { ephemeral_token = await BeginAsync("backup@example.org"), code = codes[3] });
        await Server.AskAsync(HttpStatusCode.OK, "", "POST", Code, new { ephemeral_token = await BeginAsync("backup@example.org"), code = codes[4] });
        var stored = string.Join(' ', await Server.SqlAsync("SELECT backup_code_hashes FROM second_factor UNION ALL SELECT sealed_secret FROM second_factor UNION ALL SELECT token_hash FROM pending_login"));
        Assert.All(codes, code => Assert.DoesNotContain(code.Replace("-", "", StringComparison.Ordinal), stored, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task More_than_five_codes_a_minute_are_told_to_wait()
    {
        var (token, _) = await JoinAsync("fast@example.org");
        var (app, _) = await Authenticator.SwitchOnAsync(Server, token);
        var ephemeral = await BeginAsync("fast@example.org");
        var tries = 0;
        HttpResponseMessage answer;
        do answer = await Server.SendAsync("", "POST", Code, new { ephemeral_token = ephemeral, code = app.Wrong() });
        while (answer.StatusCode == HttpStatusCode.Unauthorized && ++tries < 20);
        using (answer)
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
            Assert.InRange(tries, 4, 9);   // the confirmation was one; on a slow machine a second minute may begin
            var wait = int.Parse(answer.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture);
            Assert.InRange(wait, 1, 60);
            Assert.StartsWith("Request was throttled. Expected available in", JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Wrong_codes_count_like_wrong_passwords_and_a_right_password_does_not_forgive_them()
    {
        var (token, _) = await JoinAsync("guessed@example.org");
        var (app, _) = await Authenticator.SwitchOnAsync(Server, token);
        var ephemeral = await BeginAsync("guessed@example.org");
        for (var i = 0; i < 4; i++) await Server.AskAsync(HttpStatusCode.Unauthorized, "", "POST", Code, new { ephemeral_token = ephemeral, code = app.Wrong() });
        await BeginAsync("guessed@example.org");
        for (var i = 0; i < 6; i++) await Server.AskAsync(HttpStatusCode.BadRequest, "", "POST", Login, new { email = "guessed@example.org", password = "wrong" });
        await Server.AskAsync(HttpStatusCode.TooManyRequests, "", "POST", Login, new { email = "guessed@example.org", password = Secret });
        await Server.AskAsync(HttpStatusCode.TooManyRequests, "", "POST", Code, new { ephemeral_token = ephemeral, code = app.Next() });
    }

    [Fact]
    public async Task A_wrong_password_does_not_tell_that_there_is_one()
    {
        var (token, _) = await JoinAsync("silent@example.org");
        await Authenticator.SwitchOnAsync(Server, token);
        var with = await Server.AskAsync(HttpStatusCode.BadRequest, "", "POST", Login, new { email = "silent@example.org", password = "wrong" });
        var nobody = await Server.AskAsync(HttpStatusCode.BadRequest, "", "POST", Login, new { email = "unknown@example.org", password = "wrong" });
        Assert.Equal(nobody.GetRawText(), with.GetRawText());
    }

    [Fact]
    public async Task A_log_in_that_waits_ends_with_time_with_another_password_and_with_the_account()
    {
        var (token, id) = await JoinAsync("slow@example.org");
        var (app, codes) = await Authenticator.SwitchOnAsync(Server, token);
        var late = await BeginAsync("slow@example.org");
        await Server.SqlAsync($"UPDATE pending_login SET expires_at = 0 WHERE user_id = {id}");
        await ExpectOverAsync(late, app.Next());
        var under = await BeginAsync("slow@example.org");
        await Server.AskAsync(HttpStatusCode.NoContent, token, "POST", "api/v1/auth/users/set_password/", new { current_password = Secret, new_password = Secret + "!" });
        await ExpectOverAsync(under, codes[0]);
        await BeginAsync("slow@example.org", Secret + "!");   // a new password switches nothing off
        await Server.AskAsync(HttpStatusCode.NoContent, token, "DELETE", Me, new { current_password = Secret + "!" });
        foreach (var table in (string[])["second_factor", "pending_login"]) Assert.Equal(["0"], await Server.SqlAsync($"SELECT COUNT(*) FROM {table} WHERE user_id = {id}"));
    }

    [Fact]
    public async Task Who_has_a_token_of_yesterday_switches_nothing_on_or_off_without_the_password()
    {
        var (token, id) = await JoinAsync("stolen@example.org");
        await Server.AskAsync(HttpStatusCode.Unauthorized, $"Api-Key {GuidonProcess.ApiKey}", "POST", "api/v1/auth/app/activate/");
        await Server.SqlAsync($"UPDATE user_token SET created_at = 0 WHERE user_id = {id}");
        foreach (var body in (object?[])[null, new { current_password = "wrong" }])
        {
            var refused = await Server.AskAsync(HttpStatusCode.BadRequest, token, "POST", "api/v1/auth/app/activate/", body);
            Assert.True(refused.TryGetProperty("current_password", out _), refused.GetRawText());
        }

        var begun = await Server.AskAsync(HttpStatusCode.OK, token, "POST", "api/v1/auth/app/activate/", new { current_password = Secret });
        var app = new Authenticator(begun.GetProperty("secret").GetString() ?? "");
        await Server.AskAsync(HttpStatusCode.OK, token, "POST", "api/v1/auth/app/activate/confirm/", new { code = app.Next() });
        await Server.AskAsync(HttpStatusCode.BadRequest, token, "POST", Off);
        await Server.AskAsync(HttpStatusCode.NoContent, token, "POST", Off, new { current_password = Secret });
        await Server.SignInAsync("stolen@example.org", Secret);
    }

    [Fact]
    public async Task Switching_on_and_off_stands_in_the_audit_log_and_no_secret_does()
    {
        var (token, id) = await JoinAsync("audited@example.org");
        var begun = await Server.AskAsync(HttpStatusCode.OK, token, "POST", "api/v1/auth/app/activate/");
        var app = new Authenticator(begun.GetProperty("secret").GetString() ?? "");
        await Server.AskAsync(HttpStatusCode.OK, token, "POST", "api/v1/auth/app/activate/confirm/", new { code = app.Next() });
        await Server.AskAsync(HttpStatusCode.OK, "", "POST", Code, new { ephemeral_token = await BeginAsync("audited@example.org"), code = app.Next() });
        await Server.AskAsync(HttpStatusCode.NoContent, token, "POST", Off);

        string Of(string column) => $"SELECT {column} FROM audit_record WHERE related_type = 'SECOND_FACTOR' AND author_id = {id} ORDER BY id";
        Assert.Equal(["CREATE", "UPDATE", "DELETE"], await Server.SqlAsync(Of("action")));
        Assert.Equal(["1", "1", "1"], await Server.SqlAsync(Of("organisation_id")));
        var fields = await Server.SqlAsync(Of("fields"));
        Assert.Contains("confirmed_at", fields[1], StringComparison.Ordinal);
        // What stands for it, and nothing that could be it.
        Assert.All(fields, each => Assert.Contains("(hidden)", each, StringComparison.Ordinal));
        Assert.All(fields, each => Assert.DoesNotMatch("[A-Za-z0-9+/=]{30,}", each));
    }

    [Fact]
    public async Task Who_lost_the_app_and_the_codes_is_helped_by_who_looks_after_the_installation_and_by_nobody_else()
    {
        var (token, id) = await JoinAsync("lost@example.org");
        await Authenticator.SwitchOnAsync(Server, token);
        var (other, _) = await JoinAsync("colleague@example.org");
        var path = $"api/guidon/v1/people/{id}/second-factor";
        await Server.AskAsync(HttpStatusCode.NotFound, other, "DELETE", path);
        await Server.AskAsync(HttpStatusCode.NotFound, token, "DELETE", path);
        await Server.AskAsync(HttpStatusCode.NoContent, await Server.SignInAsync(), "DELETE", path);
        await Server.AskAsync(HttpStatusCode.Unauthorized, token, "GET", Me);
        await Server.SignInAsync("lost@example.org", Secret);
    }

    [Fact]
    public async Task An_organisation_that_asks_for_one_opens_to_its_people_once_they_have_it()
    {
        var (token, id) = await JoinAsync("strict@example.org");
        var organisation = await Server.AskAsync(HttpStatusCode.Created, token, "POST", "api/v1/organisations/", new { name = "Strict" });
        var path = $"api/v1/organisations/{organisation.GetProperty("id")}/";
        var made = await Server.AskAsync(HttpStatusCode.Created, token, "POST", path + "master-api-keys/", new { name = "CI" });
        Assert.True((await Server.AskAsync(HttpStatusCode.OK, token, "PATCH", path, new { force_2fa = true })).GetProperty("force_2fa").GetBoolean());

        foreach (var closed in (string[])[path, "api/v1/organisations/", "api/guidon/v1/frame"])
            Assert.Equal("second_factor_required", (await Server.AskAsync(HttpStatusCode.Forbidden, token, "GET", closed)).GetProperty("code").GetString());
        await Server.AskAsync(HttpStatusCode.OK, token, "GET", Me);
        await Server.AskAsync(HttpStatusCode.OK, $"Api-Key {made.GetProperty("key").GetString()}", "GET", path);
        await Server.SqlAsync($"UPDATE user_token SET is_external = TRUE WHERE user_id = {id}");   // a provider vouched for the person
        await Server.AskAsync(HttpStatusCode.OK, token, "GET", path);
        await Server.SqlAsync($"UPDATE user_token SET is_external = FALSE WHERE user_id = {id}");

        await Authenticator.SwitchOnAsync(Server, token);
        await Server.AskAsync(HttpStatusCode.OK, token, "GET", path);
        await Server.AskAsync(HttpStatusCode.NoContent, token, "POST", Off);
        await Server.AskAsync(HttpStatusCode.Forbidden, token, "GET", path);
    }

    private async Task<(string Token, int Id)> JoinAsync(string email)
    {
        var joined = await Server.AskAsync(HttpStatusCode.Created, "", "POST", "api/v1/auth/users/", new { email, password = Secret, invite_hash = await fixture.LinkAsync() });
        return ($"Token {joined.GetProperty("key").GetString()}", joined.GetProperty("id").GetInt32());
    }

    private async Task<string> BeginAsync(string email, string password = Secret)
    {
        var begun = await Server.AskAsync(HttpStatusCode.OK, "", "POST", Login, new { email, password });
        Assert.Equal(["ephemeral_token", "method"], begun.EnumerateObject().Select(each => each.Name));
        Assert.Equal("app", begun.GetProperty("method").GetString());
        return begun.GetProperty("ephemeral_token").GetString() ?? "";
    }

    private async Task ExpectOverAsync(string ephemeral, string code)
    {
        var over = await Server.AskAsync(HttpStatusCode.Unauthorized, "", "POST", Code, new { ephemeral_token = ephemeral, code });
        Assert.Equal("""{"error":"Invalid or expired token.","code":"not_authenticated"}""", over.GetRawText());
    }
}
