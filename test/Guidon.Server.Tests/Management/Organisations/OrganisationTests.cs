using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.Organisations;

/// <summary>Organisations with members, invites, groups and keys, as clients of the protocol use them.</summary>
public class OrganisationTests : IAsyncLifetime
{
    private const string Root = "api/v1/organisations/";
    private const string Password = "a long enough secret";

    private GuidonProcess? _server;
    private string _admin = "";

    private GuidonProcess Server => _server ?? throw new InvalidOperationException("not started");

    /// <summary>How a new server is wanted.</summary>
    protected virtual ServerSettings New() => new();

    public async Task InitializeAsync()
    {
        _server = await GuidonProcess.StartAsync(New() with { Variables = new Dictionary<string, string> { ["GUIDON_Access__LoginsPerMinute"] = "10000" } });
        _admin = await Server.SignInAsync();
    }

    public Task DisposeAsync() => Server.DisposeAsync().AsTask();

    [Fact]
    public async Task A_person_makes_an_organisation_and_is_its_administrator_and_a_master_key_sees_only_its_own()
    {
        var made = await OkAsync(HttpStatusCode.Created, "POST", Root, new { name = "Second" });
        Assert.Equal(("Second", "ADMIN", 1), (made.GetProperty("name").GetString(), made.GetProperty("role").GetString(), made.GetProperty("num_seats").GetInt32()));
        Assert.False(made.GetProperty("force_2fa").GetBoolean());
        Assert.Equal(2, (await OkAsync(HttpStatusCode.OK, "GET", Root)).GetProperty("count").GetInt32());
        const string Key = $"Api-Key {GuidonProcess.ApiKey}";
        Assert.Equal(1, Assert.Single((await Server.AskAsync(HttpStatusCode.OK, Key, "GET", Root)).GetProperty("results").EnumerateArray()).GetProperty("id").GetInt32());
        await Server.AskAsync(HttpStatusCode.Forbidden, Key, "POST", Root, new { name = "Third" });
        await Server.AskAsync(HttpStatusCode.NotFound, Key, "GET", Root + "2/");
        var found = await OkAsync(HttpStatusCode.OK, "GET", $"{Root}get-by-uuid/{made.GetProperty("uuid").GetString()}/");
        Assert.Equal(2, found.GetProperty("id").GetInt32());
        await OkAsync(HttpStatusCode.OK, "PATCH", Root + "2/", new { webhook_notification_email = "ops@example.org" });
        await OkAsync(HttpStatusCode.BadRequest, "PATCH", Root + "2/", new { name = "" });
        Assert.Equal("""["Enter a valid email address."]""", (await OkAsync(HttpStatusCode.BadRequest, "PATCH", Root + "2/", new { webhook_notification_email = "nobody" })).GetProperty("webhook_notification_email").GetRawText());
        await OkAsync(HttpStatusCode.OK, "PATCH", Root + "2/", new { webhook_notification_email = (string?)null });
        await OkAsync(HttpStatusCode.NoContent, "DELETE", Root + "2/");
        await OkAsync(HttpStatusCode.NotFound, "GET", Root + "2/");
        Assert.Equal(JsonValueKind.Null, (await OkAsync(HttpStatusCode.OK, "GET", Root + "1/get-subscription-metadata/")).GetProperty("max_projects").ValueKind);
    }

    [Fact]
    public async Task An_invite_is_for_one_address_and_used_once()
    {
        var group = (await OkAsync(HttpStatusCode.Created, "POST", Root + "1/groups/", new { name = "Team" })).GetProperty("id").GetInt32();
        var invite = await OkAsync(HttpStatusCode.Created, "POST", Root + "1/invites/", new { email = "new@example.org", role = "ADMIN", permission_groups = new[] { group } });
        var hash = invite.GetProperty("hash").GetString();
        await OkAsync(HttpStatusCode.BadRequest, "POST", Root + "1/invites/", new { email = "NEW@example.org" });
        await OkAsync(HttpStatusCode.BadRequest, "POST", Root + "1/invites/", new { email = "admin@example.org" });
        await OkAsync(HttpStatusCode.BadRequest, "POST", Root + "1/invites/", new { email = "no address", role = "KING" });
        await OkAsync(HttpStatusCode.OK, "POST", $"{Root}1/invites/{invite.GetProperty("id")}/resend/");
        await Server.AskAsync(HttpStatusCode.Forbidden, "", "POST", "api/v1/auth/users/", new { email = "other@example.org", password = Password, invite_hash = hash });
        await Server.AskAsync(HttpStatusCode.Forbidden, "", "POST", "api/v1/auth/users/", new { email = "new@example.org", password = Password });
        await OkAsync(HttpStatusCode.BadRequest, "POST", $"api/v1/users/join/{hash}/");

        var token = await SignUpAsync("new@example.org", hash);
        var me = await Server.AskAsync(HttpStatusCode.OK, token, "GET", "api/v1/auth/users/me/");
        Assert.Equal(("INVITE_EMAIL", "EMAIL"), (me.GetProperty("sign_up_type").GetString(), me.GetProperty("auth_type").GetString()));
        Assert.Equal("ADMIN", (await Server.AskAsync(HttpStatusCode.OK, token, "GET", Root + "1/")).GetProperty("role").GetString());
        Assert.Equal(group, Assert.Single((await Server.AskAsync(HttpStatusCode.OK, token, "GET", Root + "1/groups/my-groups/")).EnumerateArray()).GetProperty("id").GetInt32());
        await Server.AskAsync(HttpStatusCode.NotFound, token, "POST", $"api/v1/users/join/{hash}/");
        await Server.AskAsync(HttpStatusCode.Forbidden, "", "POST", "api/v1/auth/users/", new { email = "New@Example.org", password = Password, invite_hash = hash });

        var many = await OkAsync(HttpStatusCode.Created, "POST", Root + "1/invite/", new { emails = Enumerable.Range(0, 60).Select(n => $"many{n}@example.org") });
        Assert.Equal(60, many.GetArrayLength());
        await ThrottledAsync(_admin, "POST", Root + "1/invites/", new { email = "late@example.org" });
        await ThrottledAsync(_admin, "POST", $"{Root}1/invites/{many[0].GetProperty("id")}/resend/");
        await Server.AskAsync(HttpStatusCode.Created, $"Api-Key {GuidonProcess.ApiKey}", "POST", Root + "1/invites/", new { email = "late@example.org" });
    }

    [Fact]
    public async Task A_link_lets_anybody_join_until_it_is_over()
    {
        var link = (await OkAsync(HttpStatusCode.Created, "POST", Root + "1/invite-links/", new { role = "USER" })).GetProperty("hash").GetString();
        var over = (await OkAsync(HttpStatusCode.Created, "POST", Root + "1/invite-links/", new { expires_at = "2020-01-01T00:00:00Z" })).GetProperty("hash").GetString();
        await Server.AskAsync(HttpStatusCode.Forbidden, "", "POST", "api/v1/auth/users/", new { email = "late@example.org", password = Password, invite_hash = over });
        var token = await SignUpAsync("member@example.org", link);
        await Server.AskAsync(HttpStatusCode.BadRequest, token, "POST", $"api/v1/users/join/link/{over}/");
        await Server.AskAsync(HttpStatusCode.NotFound, token, "POST", "api/v1/users/join/link/unknown/");
        Assert.Equal("USER", (await Server.AskAsync(HttpStatusCode.OK, token, "POST", $"api/v1/users/join/link/{link}/")).GetProperty("role").GetString());
        var taken = await Server.AskAsync(HttpStatusCode.BadRequest, "", "POST", "api/v1/auth/users/", new { email = "MEMBER@example.org", password = Password, invite_hash = link });
        Assert.Equal("""["Email already exists. Please log in."]""", taken.GetProperty("email").GetRawText());
        var king = await Server.AskAsync(HttpStatusCode.BadRequest, "", "POST", "api/v1/auth/users/", new { email = "king@example.org", password = Password, invite_hash = link, superuser = true });
        Assert.Equal(["superuser", "code"], king.EnumerateObject().Select(each => each.Name));
        var weak = await Server.AskAsync(HttpStatusCode.BadRequest, "", "POST", "api/v1/auth/users/", new { email = "weak@example.org", password = "short", invite_hash = link });
        Assert.Equal(["password", "code"], weak.EnumerateObject().Select(each => each.Name));
    }

    [Fact]
    public async Task Several_are_invited_at_once_or_none()
    {
        var one = await OkAsync(HttpStatusCode.Created, "POST", Root + "1/invite/", new { emails = new[] { "several1@example.org", "several2@example.org" } });
        Assert.Equal(["several1@example.org", "several2@example.org"], one.EnumerateArray().Select(each => each.GetProperty("email").GetString()));
        foreach (var twice in (object[])
            [new { emails = new[] { "several3@example.org", "several1@example.org" } }, new { invites = new[] { new { email = "several3@example.org", role = "USER" }, new { email = "SEVERAL3@example.org", role = "USER" } } }, new { emails = Array.Empty<string>() }, new { }])
            await OkAsync(HttpStatusCode.BadRequest, "POST", Root + "1/invite/", twice);
        await OkAsync(HttpStatusCode.Created, "POST", Root + "1/invite/", new { invites = new[] { new { email = "several3@example.org", role = "USER" } } });
    }

    [Fact]
    public async Task Where_links_are_switched_off_they_open_nothing()
    {
        await using var closed = await GuidonProcess.StartAsync(new ServerSettings { Variables = new Dictionary<string, string> { ["GUIDON_Access__InviteLinks"] = "false" } });
        var admin = await closed.SignInAsync();

        await closed.AskAsync(HttpStatusCode.Forbidden, admin, "POST", "api/v1/users/join/link/any/");
    }

    [Fact]
    public async Task Grants_of_a_person_and_of_its_group_open_what_they_name()
    {
        var (token, id) = await MemberAsync("dev@example.org");
        // As Terraform finds the id of a person.
        var members = (await OkAsync(HttpStatusCode.OK, "GET", Root + "1/users/")).EnumerateArray().ToList();
        Assert.Equal(id, members.Single(each => each.GetProperty("email").GetString() == "dev@example.org").GetProperty("id").GetInt32());
        Assert.Equal(2, members.Count);
        foreach (var word in (string[])["true", "True", "1"])
            Assert.Equal("admin@example.org", Assert.Single((await Server.AskAsync(HttpStatusCode.OK, token, "GET", $"{Root}1/users/?exclude_current={word}")).EnumerateArray()).GetProperty("email").GetString());
        var environment = $"api/v1/environments/{Server.ClientKey}/";
        await Server.AskAsync(HttpStatusCode.NotFound, token, "GET", "api/v1/projects/1/features/");
        await OkAsync(HttpStatusCode.Created, "POST", "api/v1/projects/1/user-permissions/", new { user = id, permissions = new[] { "VIEW_PROJECT" }, admin = false });
        await OkAsync(HttpStatusCode.BadRequest, "POST", "api/v1/projects/1/user-permissions/", new { user = id, permissions = new[] { "VIEW_PROJECT" } });
        await OkAsync(HttpStatusCode.BadRequest, "POST", environment + "user-permissions/", new { user = id, permissions = new[] { "VIEW_PROJECT" } });
        // Granted elsewhere for what is not offered here: kept, and it opens nothing.
        var kept = await OkAsync(HttpStatusCode.Created, "POST", environment + "user-permissions/", new { user = id, permissions = new[] { "APPROVE_CHANGE_REQUEST", "CREATE_CHANGE_REQUEST" } });
        Assert.Equal("""["CREATE_CHANGE_REQUEST","APPROVE_CHANGE_REQUEST"]""", kept.GetProperty("permissions").GetRawText());
        await OkAsync(HttpStatusCode.NoContent, "DELETE", $"{environment}user-permissions/{kept.GetProperty("id")}/");
        await Server.AskAsync(HttpStatusCode.OK, token, "GET", "api/v1/projects/1/features/");
        await Server.AskAsync(HttpStatusCode.Forbidden, token, "POST", "api/v1/projects/1/features/", new { name = "mine" });
        var group = (await OkAsync(HttpStatusCode.Created, "POST", Root + "1/groups/", new { name = "Makers" })).GetProperty("id").GetInt32();
        await OkAsync(HttpStatusCode.OK, "POST", $"{Root}1/groups/{group}/add-users/", new { user_ids = new[] { id } });
        var grant = (await OkAsync(HttpStatusCode.Created, "POST", "api/v1/projects/1/user-group-permissions/", new { group, permissions = new[] { "CREATE_FEATURE" } })).GetProperty("id").GetInt32();
        await Server.AskAsync(HttpStatusCode.Created, token, "POST", "api/v1/projects/1/features/", new { name = "mine" });
        var mine = await Server.AskAsync(HttpStatusCode.OK, token, "GET", "api/v1/projects/1/my-permissions/");
        Assert.Equal("""{"permissions":["VIEW_PROJECT","CREATE_FEATURE"],"admin":false,"tag_based_permissions":[]}""", mine.GetRawText());
        await OkAsync(HttpStatusCode.NoContent, "DELETE", $"api/v1/projects/1/user-group-permissions/{grant}/");
        await Server.AskAsync(HttpStatusCode.Forbidden, token, "POST", "api/v1/projects/1/features/", new { name = "mine_too" });

        await OkAsync(HttpStatusCode.Created, "POST", environment + "user-permissions/", new { user = id, permissions = new[] { "VIEW_ENVIRONMENT", "UPDATE_FEATURE_STATE" } });
        var flag = $"api/__future__/environments/{Server.ClientKey}/features/2/";
        await Server.AskAsync(HttpStatusCode.OK, token, "PATCH", flag, new { environment_default = new { enabled = true } });
        await Server.AskAsync(HttpStatusCode.Forbidden, token, "PATCH", flag, """{"segment_overrides":[{"segment":{"id":1},"enabled":true}]}""");
        await Server.AskAsync(HttpStatusCode.OK, token, "PATCH", flag, "{}");
    }

    [Fact]
    public async Task An_organisation_may_leave_making_projects_to_its_administrators()
    {
        var (token, id) = await MemberAsync("maker@example.org");
        await OkAsync(HttpStatusCode.Created, "POST", Root + "1/user-permissions/", new { user = id, permissions = new[] { "CREATE_PROJECT" } });
        await Server.AskAsync(HttpStatusCode.Created, token, "POST", "api/v1/projects/", new { name = "Made by a member", organisation = 1 });
        Assert.Equal(["CREATE_PROJECT"], await MineAsync());
        await OkAsync(HttpStatusCode.OK, "PATCH", Root + "1/", new { restrict_project_create_to_admin = true });
        Assert.Empty(await MineAsync());
        await Server.AskAsync(HttpStatusCode.Forbidden, token, "POST", "api/v1/projects/", new { name = "Made no more", organisation = 1 });
        await Server.AskAsync(HttpStatusCode.Forbidden, token, "POST", "api/guidon/v1/organisations/1/import", """{"format":"guidon-project","version":1,"project":{"name":"Imported no more"}}""");
        await OkAsync(HttpStatusCode.Created, "POST", "api/v1/projects/", new { name = "Made by an administrator", organisation = 1 });
        await OkAsync(HttpStatusCode.OK, "PATCH", Root + "1/", new { restrict_project_create_to_admin = false });

        async Task<IEnumerable<string?>> MineAsync() =>
            (await Server.AskAsync(HttpStatusCode.OK, token, "GET", Root + "1/my-permissions/")).GetProperty("permissions").EnumerateArray().Select(each => each.GetString());
    }

    [Fact]
    public async Task Usage_is_added_up_by_day_and_kind()
    {
        var day = TimeProvider.System.GetUtcNow().AddDays(-3).ToUnixTimeSeconds() / 86_400 * 86_400;
        var rows = new[] { (0, 1, 5), (3_600, 1, 7), (3_600, 2, 2), (90_000, 1, 1), (-90 * 86_400, 1, 100) };
        await Server.SqlAsync($"INSERT INTO request_usage (environment_id, hour, kind, count) VALUES {string.Join(", ", rows.Select(row => $"(1, {day + row.Item1}, {row.Item2}, {row.Item3})"))}");

        var days = (await OkAsync(HttpStatusCode.OK, "GET", Root + "1/usage-data/")).EnumerateArray().ToList();

        int Kind(JsonElement of) => new[] { "flags", "identities", "traits", "environment_document" }.Sum(kind => of.GetProperty(kind).GetInt32());
        Assert.Equal([14, 1], days.Select(Kind));
        Assert.Equal(DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(day).UtcDateTime).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), days[0].GetProperty("day").GetString());
        Assert.Equal(15, (await OkAsync(HttpStatusCode.OK, "GET", Root + "1/usage-data/total-count/")).GetProperty("count").GetInt64());
        // Together five a minute: the server may be slow enough to let one or the other more in.
        for (var n = 0; n < 40 && (await StatusAsync()) == HttpStatusCode.OK; n++) ;
        await ThrottledAsync(_admin, "GET", Root + "1/usage-data/");
        await Server.AskAsync(HttpStatusCode.OK, $"Api-Key {GuidonProcess.ApiKey}", "GET", Root + "1/usage-data/");

        async Task<HttpStatusCode> StatusAsync()
        {
            using var answer = await Server.SendAsync(_admin, "GET", Root + "1/usage-data/total-count/");
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Whoever_cannot_sign_in_is_no_administrator_who_could_stay()
    {
        var (_, id) = await MemberAsync("gone@example.org");
        await OkAsync(HttpStatusCode.OK, "POST", $"{Root}1/users/{id}/update-role/", new { role = "ADMIN" });
        await OkAsync(HttpStatusCode.NoContent, "POST", $"api/guidon/v1/people/{id}/deactivate");

        await OkAsync(HttpStatusCode.BadRequest, "POST", Root + "1/users/1/update-role/", new { role = "USER" });
        await OkAsync(HttpStatusCode.BadRequest, "POST", Root + "1/remove-users/", new[] { new { id = 1 } });
        await OkAsync(HttpStatusCode.BadRequest, "DELETE", "api/v1/auth/users/me/", new { current_password = People.AdminPassword });

        await OkAsync(HttpStatusCode.NoContent, "POST", $"api/guidon/v1/people/{id}/activate");
        await OkAsync(HttpStatusCode.OK, "POST", Root + "1/users/1/update-role/", new { role = "USER" });
    }

    [Fact]
    public async Task A_group_is_looked_after_by_its_own_administrators_too()
    {
        var (token, id) = await MemberAsync("lead@example.org");
        var group = (await OkAsync(HttpStatusCode.Created, "POST", Root + "1/groups/", new { name = "Team", external_id = "x" })).GetProperty("id").GetInt32();
        var path = $"{Root}1/groups/{group}/";
        await OkAsync(HttpStatusCode.NotFound, "POST", $"{path}users/{id}/make-admin");   // not in the group
        await OkAsync(HttpStatusCode.OK, "POST", path + "add-users/", new { user_ids = new[] { id } });
        Assert.Equal(0, (await Server.AskAsync(HttpStatusCode.OK, token, "GET", Root + "1/groups/")).GetProperty("count").GetInt32());
        await Server.AskAsync(HttpStatusCode.Forbidden, token, "POST", path + "add-users/", new { user_ids = new[] { 1 } });
        await OkAsync(HttpStatusCode.OK, "POST", $"{path}users/{id}/make-admin");
        var changed = await Server.AskAsync(HttpStatusCode.OK, token, "POST", path + "add-users/", new { user_ids = new[] { 1, id } });
        Assert.Equal([1, id], changed.GetProperty("users").EnumerateArray().Select(user => user.GetProperty("id").GetInt32()).Order());
        await Server.AskAsync(HttpStatusCode.BadRequest, token, "POST", path + "add-users/", new { user_ids = new[] { 77 } });
        await Server.AskAsync(HttpStatusCode.Forbidden, token, "DELETE", path);
        await OkAsync(HttpStatusCode.NoContent, "DELETE", path);
        await OkAsync(HttpStatusCode.NotFound, "GET", path);
    }

    [Fact]
    public async Task The_last_administrator_stays_one_and_a_member_who_leaves_takes_nothing_along()
    {
        var (token, id) = await MemberAsync("gone@example.org");
        await OkAsync(HttpStatusCode.BadRequest, "POST", Root + "1/users/1/update-role/", new { role = "USER" });
        await OkAsync(HttpStatusCode.BadRequest, "POST", Root + "1/remove-users/", new[] { new { id = 1 } });
        await OkAsync(HttpStatusCode.BadRequest, "DELETE", "api/v1/auth/users/me/", new { current_password = People.AdminPassword });
        await OkAsync(HttpStatusCode.Created, "POST", "api/v1/projects/1/user-permissions/", new { user = id, admin = true });
        await Server.AskAsync(HttpStatusCode.OK, token, "GET", "api/v1/projects/1/features/");
        var gone = await OkAsync(HttpStatusCode.OK, "POST", Root + "1/remove-users/", new[] { new { id } });
        Assert.Equal(id, Assert.Single(gone.EnumerateArray()).GetProperty("id").GetInt32());
        await Server.AskAsync(HttpStatusCode.NotFound, token, "GET", "api/v1/projects/1/features/");
        Assert.Empty((await OkAsync(HttpStatusCode.OK, "GET", "api/v1/projects/1/user-permissions/")).EnumerateArray());
        await OkAsync(HttpStatusCode.NotFound, "POST", $"{Root}1/users/{id}/update-role/", new { role = "ADMIN" });
    }

    [Fact]
    public async Task A_master_key_is_shown_once_and_opens_until_it_is_revoked_or_over()
    {
        const string Keys = Root + "1/master-api-keys/";
        var made = await OkAsync(HttpStatusCode.Created, "POST", Keys, new { name = "CI", is_admin = true, expiry_date = (string?)null });
        var (key, prefix) = ($"Api-Key {made.GetProperty("key").GetString()}", made.GetProperty("prefix").GetString());
        await Server.AskAsync(HttpStatusCode.OK, key, "GET", "api/v1/projects/1/features/");
        Assert.DoesNotContain("key\":", (await OkAsync(HttpStatusCode.OK, "GET", $"{Keys}{prefix}/")).GetRawText(), StringComparison.Ordinal);
        await Server.AskAsync(HttpStatusCode.Unauthorized, key, "POST", Keys, new { name = "more" });
        await OkAsync(HttpStatusCode.OK, "PATCH", $"{Keys}{prefix}/", new { is_admin = false });
        await Server.AskAsync(HttpStatusCode.NotFound, key, "GET", "api/v1/projects/1/features/");
        await OkAsync(HttpStatusCode.Created, "POST", "api/v1/projects/1/master-api-key-permissions/", new { master_api_key = made.GetProperty("id").GetInt32(), permissions = new[] { "VIEW_PROJECT" } });
        await Server.AskAsync(HttpStatusCode.OK, key, "GET", "api/v1/projects/1/features/");
        await Server.AskAsync(HttpStatusCode.Forbidden, key, "POST", "api/v1/projects/1/features/", new { name = "not_by_key" });
        await OkAsync(HttpStatusCode.OK, "PATCH", $"{Keys}{prefix}/", new { is_admin = true, expiry_date = "2020-01-01T00:00:00Z" });
        Assert.Equal("Valid Master API Key not found.", (await Server.AskAsync(HttpStatusCode.Unauthorized, key, "GET", Root)).GetProperty("detail").GetString());
        await OkAsync(HttpStatusCode.OK, "PATCH", $"{Keys}{prefix}/", new { expiry_date = (string?)null, revoked = true });
        Assert.Equal("Valid Master API Key not found.", (await Server.AskAsync(HttpStatusCode.Unauthorized, key, "GET", Root)).GetProperty("detail").GetString());
        Assert.DoesNotContain(prefix ?? "?", (await OkAsync(HttpStatusCode.OK, "GET", Keys)).GetRawText(), StringComparison.Ordinal);
        await OkAsync(HttpStatusCode.BadRequest, "POST", Keys, new { name = new string('x', 51) });
    }

    [Fact]
    public async Task A_new_password_signs_out_everywhere_else_and_a_new_address_signs_in()
    {
        var (token, _) = await MemberAsync("me@example.org");
        var other = await Server.SignInAsync("me@example.org", Password);
        await Server.AskAsync(HttpStatusCode.BadRequest, token, "POST", "api/v1/auth/users/set_password/", new { current_password = "wrong", new_password = "another secret", re_new_password = "another secret" });
        await Server.AskAsync(HttpStatusCode.BadRequest, token, "POST", "api/v1/auth/users/set_password/", new { current_password = Password, new_password = "another secret", re_new_password = "different" });
        await Server.AskAsync(HttpStatusCode.NoContent, token, "POST", "api/v1/auth/users/set_password/", new { current_password = Password, new_password = "another secret", re_new_password = "another secret" });
        await Server.AskAsync(HttpStatusCode.Unauthorized, other, "GET", "api/v1/auth/users/me/");
        await Server.AskAsync(HttpStatusCode.BadRequest, token, "POST", "api/v1/auth/users/set_email/", new { current_password = "another secret", new_email = "ADMIN@example.org" });
        await Server.AskAsync(HttpStatusCode.NoContent, token, "POST", "api/v1/auth/users/set_email/", new { current_password = "another secret", new_email = "i@example.org" });
        await Server.SignInAsync("i@example.org", "another secret");
        var me = await Server.AskAsync(HttpStatusCode.OK, token, "PATCH", "api/v1/auth/users/me/", new { first_name = "Ada", email = "ignored@example.org" });
        Assert.Equal(("Ada", "i@example.org"), (me.GetProperty("first_name").GetString(), me.GetProperty("email").GetString()));
        await Server.AskAsync(HttpStatusCode.NoContent, token, "DELETE", "api/v1/auth/users/me/", new { current_password = "another secret" });
        await Server.AskAsync(HttpStatusCode.Unauthorized, token, "GET", "api/v1/auth/users/me/");
    }

    private async Task<(string Token, int Id)> MemberAsync(string email)
    {
        var link = (await OkAsync(HttpStatusCode.Created, "POST", Root + "1/invite-links/", new { role = "USER" })).GetProperty("hash").GetString();
        var token = await SignUpAsync(email, link);
        return (token, (await Server.AskAsync(HttpStatusCode.OK, token, "GET", "api/v1/auth/users/me/")).GetProperty("id").GetInt32());
    }

    private async Task<string> SignUpAsync(string email, string? hash) =>
        $"Token {(await Server.AskAsync(HttpStatusCode.Created, "", "POST", "api/v1/auth/users/", new { email, password = Password, first_name = "New", invite_hash = hash })).GetProperty("key").GetString()}";

    private async Task ThrottledAsync(string credential, string method, string path, object? body = null)
    {
        using var answer = await Server.SendAsync(credential, method, path, body);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        var wait = answer.Headers.RetryAfter?.Delta?.TotalSeconds;
        Assert.Contains($"\"detail\":\"Request was throttled. Expected available in {wait} seconds.\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private Task<JsonElement> OkAsync(HttpStatusCode expected, string method, string path, object? body = null) => Server.AskAsync(expected, _admin, method, path, body);
}
