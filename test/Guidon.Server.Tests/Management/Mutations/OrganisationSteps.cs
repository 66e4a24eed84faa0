namespace Guidon.Server.Tests.Management.Mutations;

/// <summary>An organisation, its groups, invitations and keys.</summary>
internal static class OrganisationSteps
{
    internal static async Task DoOrganisationAsync(this MutationSteps steps)
    {
        const string Root = "/api/v1/organisations/";
        const string One = Root + "{organisation}/";
        const string Group = One + "groups/{group}/";
        await steps.DoAsync("PUT", One, new { name = "Renamed" });
        await steps.DoAsync("PATCH", One, new { webhook_notification_email = "ops@example.org" });
        var other = (await steps.DoAsync("POST", Root, new { name = "Another" })).GetProperty("id");
        await steps.DoAsync("DELETE", One, null, $"{Root}{other}/");
        await steps.DoAsync("POST", One + "groups/", new { name = "Second" });
        await steps.DoAsync("PUT", Group, new { name = "A", is_default = false });
        await steps.DoAsync("PATCH", Group, new { name = "B" });
        await steps.DoAsync("POST", Group + "users/{user}/make-admin");
        await steps.DoAsync("POST", Group + "users/{user}/remove-admin");
        var users = new { user_ids = new[] { steps.Id("{user}") } };
        await steps.DoAsync("POST", Group + "remove-users/", users);
        await steps.DoAsync("POST", Group + "add-users/", users);
        await steps.DoAsync("POST", One + "invites/", new { email = "one@example.org" });
        await steps.DoAsync("POST", One + "invite/", new { emails = new[] { "two@example.org", "three@example.org" } });
        await steps.DoAsync("DELETE", One + "invites/{invite}/", null, $"{Root}1/invites/2/");
        await steps.DoAsync("POST", One + "invite-links/", new { role = "USER" });
        await steps.DoAsync("DELETE", One + "invite-links/{link}/", null, $"{Root}1/invite-links/2/");
        var prefix = (await steps.DoAsync("POST", One + "master-api-keys/", new { name = "CI", is_admin = true })).GetProperty("prefix").GetString();
        await steps.DoAsync("PUT", One + "master-api-keys/{prefix}/", new { name = "CI 2" }, $"{Root}1/master-api-keys/{prefix}/");
        await steps.DoAsync("PATCH", One + "master-api-keys/{prefix}/", new { name = "CI 3" }, $"{Root}1/master-api-keys/{prefix}/");
        await steps.DoAsync("DELETE", One + "master-api-keys/{prefix}/", null, $"{Root}1/master-api-keys/{prefix}/");
        await steps.DoAsync("POST", One + "users/{user}/update-role/", new { role = "ADMIN" });
    }
}
