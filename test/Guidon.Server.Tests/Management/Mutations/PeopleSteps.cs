using System.Net;
using Guidon.Server.Tests.Management.Applications;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.Mutations;

/// <summary>People and what they are allowed.</summary>
internal static class PeopleSteps
{
    internal static async Task DoPeopleAsync(this MutationSteps steps)
    {
        const string Auth = "/api/v1/auth/";
        const string Secret = "a long enough secret";
        var signedUp = await steps.DoAsync("POST", Auth + "users/", new { email = "invited@example.org", password = Secret, invite_hash = steps.Things.InviteHash }, authorization: "");
        var guest = $"Token {signedUp.GetProperty("key").GetString()}";
        await steps.DoAsync("POST", "/api/v1/users/join/link/{hash}/", null, $"/api/v1/users/join/link/{steps.Things.LinkHash}/", $"Token {Neighbour.StrangerToken}");
        var id = signedUp.GetProperty("id").GetInt32();
        await steps.Server.AskAsync(HttpStatusCode.OK, ManagedThings.Admin, "POST", "api/v1/organisations/1/remove-users/", new[] { new { id } });
        var hash = (await steps.Server.AskAsync(HttpStatusCode.Created, ManagedThings.Admin, "POST", "api/v1/organisations/1/invites/", new { email = "invited@example.org" })).GetProperty("hash").GetString();
        await steps.DoAsync("POST", "/api/v1/users/join/{hash}/", null, $"/api/v1/users/join/{hash}/", guest);
        await steps.DoAsync("POST", "/api/v1/organisations/{organisation}/remove-users/", new[] { new { id } });
        await steps.DoAsync("PUT", Auth + "users/me/", new { first_name = "A" }, null, guest);
        await steps.DoAsync("PATCH", Auth + "users/me/", new { first_name = "B" }, null, guest);
        await steps.DoAsync("POST", Auth + "users/set_email/", new { current_password = Secret, new_email = "guest@example.org" }, null, guest);
        await steps.DoAsync("POST", Auth + "users/set_password/", new { current_password = Secret, new_password = Secret + "!", re_new_password = Secret + "!" }, null, guest);
        foreach (var verb in (string[])["deactivate", "activate"]) await steps.DoAsync("POST", $"/api/guidon/v1/people/{{user}}/{verb}", null, $"/api/guidon/v1/people/{id}/{verb}");
        await steps.Server.SqlAsync($"INSERT INTO external_login (user_id, issuer, subject, created_at) VALUES ({id}, 'https://sso.example', 'guest', 0)");
        await steps.DoAsync("DELETE", "/api/guidon/v1/people/{user}/external-logins", null, $"/api/guidon/v1/people/{id}/external-logins");
        guest = await steps.Server.SignInAsync("guest@example.org", Secret + "!");
        await steps.DoAsync("POST", Auth + "logout/", null, null, guest);
        guest = $"Token {(await steps.DoAsync("POST", Auth + "login/", new { email = "guest@example.org", password = Secret + "!" }, authorization: "")).GetProperty("key").GetString()}";
        await steps.DoAsync("DELETE", Auth + "token/", null, null, guest);
        await steps.DoSecondFactorAsync(id, await steps.Server.SignInAsync("guest@example.org", Secret + "!"), new { email = "guest@example.org", password = Secret + "!" });
        await steps.DoAsync("POST", Auth + "users/reset_password_confirm/", new { uid = Neighbour.ForgetfulUuid, token = Neighbour.ResetToken, new_password = Secret, re_new_password = Secret }, authorization: "");
        await steps.DoAsync("DELETE", Auth + "users/me/", new { current_password = Secret + "!" }, null, await steps.Server.SignInAsync("guest@example.org", Secret + "!"));
    }

    internal static async Task DoApplicationsAsync(this MutationSteps steps)
    {
        var id = (await steps.DoAsync("POST", "/o/register/", new { redirect_uris = new[] { "https://a.example/" } }, authorization: "")).GetProperty("client_id").GetString() ?? "";
        var program = new AskingProgram(steps.Server, id, "https://a.example/", "mcp");
        var allowed = await steps.DoAsync("POST", "/api/v1/oauth/authorize/", new Dictionary<string, object?>(program.Asked) { ["allow"] = true });
        using var code = new FormUrlEncodedContent(program.Exchange(program.Parameters(allowed)["code"]));
        var refresh = (await steps.DoAsync("POST", "/o/token/", code, authorization: "")).GetProperty("refresh_token").GetString() ?? "";
        using var token = new FormUrlEncodedContent([new("token", refresh), new("client_id", id)]);
        await steps.DoAsync("POST", "/o/revoke_token/", token, authorization: "");
        await steps.DoAsync("DELETE", "/api/guidon/v1/applications/{consent}");
    }

    private static async Task DoSecondFactorAsync(this MutationSteps steps, int id, string guest, object login)
    {
        const string Auth = "/api/v1/auth/";
        var app = new Authenticator((await steps.DoAsync("POST", Auth + "app/activate/", null, null, guest)).GetProperty("secret").GetString() ?? "");
        await steps.DoAsync("POST", Auth + "app/activate/confirm/", new { code = app.Next() }, null, guest);
        var begun = await steps.DoAsync("POST", Auth + "login/", login, authorization: "");
        await steps.DoAsync("POST", Auth + "login/code/", new { ephemeral_token = begun.GetProperty("ephemeral_token").GetString(), code = app.Next() }, authorization: "");
        await steps.DoAsync("POST", Auth + "app/deactivate/", null, null, guest);
        await steps.DoAsync("POST", Auth + "app/activate/", null, null, guest);
        await steps.DoAsync("DELETE", "/api/guidon/v1/people/{user}/second-factor", null, $"/api/guidon/v1/people/{id}/second-factor");
    }

    internal static async Task DoGrantsAsync(this MutationSteps steps)
    {
        foreach (var place in (string[])["organisations/{organisation}/", "projects/{project}/", "environments/{environment}/"])
        {
            var user = steps.Id("{user}");
            var permission = place[0] switch { 'p' => "VIEW_PROJECT", 'e' => "VIEW_ENVIRONMENT", _ => "CREATE_PROJECT" };
            foreach (var kind in (string[])["user", "user-group", "master-api-key"])
            {
                var path = $"/api/v1/{place}{kind}-permissions/";
                await steps.DoAsync("PUT", path + "{grant}/", new { permissions = new[] { permission }, admin = true });
                await steps.DoAsync("PATCH", path + "{grant}/", new { permissions = Array.Empty<string>() });
                await steps.DoAsync("DELETE", path + "{grant}/");
                var permissions = new[] { permission };
                await steps.DoAsync("POST", path, kind switch
                {
                    "user" => new { user, permissions },
                    "user-group" => new { group = 1, permissions },
                    _ => (object)new { master_api_key = steps.Id("{key}"), permissions },
                });
            }
        }

        await steps.DoAsync("DELETE", "/api/v1/organisations/{organisation}/groups/{group}/");
    }
}
