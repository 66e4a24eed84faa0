using System.Net;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.Organisations;

/// <summary>What goes with an organisation or a project, and what stays of it.</summary>
public class RemovalTests
{
    private const string Organisation = "api/v1/organisations/2/";

    /// <summary>How a new server is wanted.</summary>
    protected virtual ServerSettings New() => new();

    [Fact]
    public async Task An_organisation_goes_with_all_that_is_in_it_and_its_ledgers_and_records_stay()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => 503;   // what is told stays pending
        await using var server = await GuidonProcess.StartAsync(New());
        var (admin, environment, serverKey) = await PrepareAsync(server, receiver.Address);
        var key = Text(await server.AskAsync(HttpStatusCode.Created, admin, "POST", Organisation + "master-api-keys/", new { name = "CI", is_admin = true }), "key");
        await server.AskAsync(HttpStatusCode.OK, $"Api-Key {key}", "GET", Organisation);

        await server.AskAsync(HttpStatusCode.NoContent, admin, "DELETE", Organisation);

        foreach (var sdkKey in (string[])[environment, serverKey]) await server.ExpectAsync(HttpStatusCode.Forbidden, "GET", "api/v1/flags/", sdkKey);
        await server.AskAsync(HttpStatusCode.Unauthorized, $"Api-Key {key}", "GET", "api/v1/organisations/");
        foreach (var path in (string[])[Organisation, "api/v1/projects/2/", $"api/v1/environments/{environment}/"]) await server.AskAsync(HttpStatusCode.NotFound, admin, "GET", path);
        Assert.Equal(1, (await server.AskAsync(HttpStatusCode.OK, admin, "GET", "api/v1/organisations/")).GetProperty("count").GetInt32());
        await server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/flags/", server.ClientKey);
        Assert.Equal(["0"], await server.SqlAsync("SELECT COUNT(*) FROM destination WHERE deleted_at IS NULL"));
        Assert.Equal(["0"], await server.SqlAsync("SELECT COUNT(*) FROM destination_ledger WHERE accepted <> delivered + filtered + cancelled + expired OR cancelled = 0"));
        Assert.Empty(await server.FindingsAsync());
        var records = await server.SqlAsync("SELECT action || ' ' || summary FROM audit_record WHERE organisation_id = 2 ORDER BY id");
        Assert.Equal(
            ["DELETE Destination deleted: change-webhook", "DELETE Destination deleted: change-webhook", "DELETE Destination deleted: webhook", "DELETE Environment deleted: Live", "DELETE Organisation deleted: Second", "DELETE Project deleted: Shop"],
            records.Where(each => each.StartsWith("DELETE", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal("[]", (await server.AskAsync(HttpStatusCode.OK, admin, "GET", "api/guidon/v1/audit/verification")).GetRawText());

        await server.StopAsync();
        await using var again = await GuidonProcess.StartAsync(ServerSettings.Again(server));
        await again.ExpectAsync(HttpStatusCode.Forbidden, "GET", "api/v1/flags/", environment);
        await again.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/flags/", server.ClientKey);
    }

    [Fact]
    public async Task An_administrators_key_deletes_its_own_organisation_and_itself_and_the_last_one_may_go_too()
    {
        await using var server = await GuidonProcess.StartAsync(New());
        var admin = await server.SignInAsync();
        const string Keys = "api/v1/organisations/1/master-api-keys/";
        var reader = Text(await server.AskAsync(HttpStatusCode.Created, admin, "POST", Keys, new { name = "reader", is_admin = false }), "key");
        await server.AskAsync(HttpStatusCode.Forbidden, $"Api-Key {reader}", "DELETE", "api/v1/organisations/1/");
        await server.AskAsync(HttpStatusCode.NoContent, $"Api-Key {GuidonProcess.ApiKey}", "DELETE", "api/v1/organisations/1/");
        await server.AskAsync(HttpStatusCode.Unauthorized, $"Api-Key {GuidonProcess.ApiKey}", "GET", "api/v1/organisations/");
        Assert.Equal(0, (await server.AskAsync(HttpStatusCode.OK, admin, "GET", "api/v1/organisations/")).GetProperty("count").GetInt32());
        await server.StopAsync();
        await using var again = await GuidonProcess.StartAsync(ServerSettings.Again(server));
        Assert.DoesNotContain("side key:", again.Output, StringComparison.Ordinal);   // no second first start
        await again.AskAsync(HttpStatusCode.Created, admin, "POST", "api/v1/organisations/", new { name = "A new beginning" });
    }

    [Fact]
    public async Task Destinations_that_go_with_a_project_are_recorded_where_they_were()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync(New());
        var (admin, _, _) = await PrepareAsync(server, receiver.Address);
        await server.AskAsync(HttpStatusCode.NoContent, admin, "DELETE", "api/v1/projects/2/");
        var records = (await server.AskAsync(HttpStatusCode.OK, admin, "GET", Organisation + "audit/?related_object_type=DESTINATION&search=deleted")).GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(["Destination deleted: change-webhook", "Destination deleted: webhook"], records.Select(each => Text(each, "log")).Order(StringComparer.Ordinal));
        Assert.All(records, each => Assert.Equal("admin@example.org", Text(each.GetProperty("author"), "email")));
        Assert.Equal(["1"], await server.SqlAsync("SELECT COUNT(*) FROM destination WHERE deleted_at IS NULL"));   // the organisation's own
    }

    [Fact]
    public async Task Who_leaves_takes_organisations_along_that_nobody_else_is_in_when_that_is_asked_for()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync(New());
        var (admin, environment, _) = await PrepareAsync(server, receiver.Address);
        var link = Text(await server.AskAsync(HttpStatusCode.Created, admin, "POST", "api/v1/organisations/1/invite-links/", new { role = "ADMIN" }), "hash");
        var other = $"Token {Text(await server.AskAsync(HttpStatusCode.Created, "", "POST", "api/v1/auth/users/", new { email = "other@example.org", password = "a long enough secret", invite_hash = link }), "key")}";
        await server.AskAsync(HttpStatusCode.BadRequest, admin, "DELETE", "api/v1/auth/users/me/", new { current_password = People.AdminPassword });
        await server.AskAsync(HttpStatusCode.NoContent, admin, "DELETE", "api/v1/auth/users/me/", new { current_password = People.AdminPassword, delete_orphan_organisations = true });
        await server.ExpectAsync(HttpStatusCode.Forbidden, "GET", "api/v1/flags/", environment);
        Assert.Equal(["1"], await server.SqlAsync("SELECT id FROM organisation WHERE deleted_at IS NULL"));
        Assert.Equal(["0"], await server.SqlAsync("SELECT COUNT(*) FROM destination WHERE deleted_at IS NULL"));
        Assert.Equal("other@example.org", Text(Assert.Single((await server.AskAsync(HttpStatusCode.OK, other, "GET", "api/v1/organisations/1/users/")).EnumerateArray()), "email"));
        Assert.Empty(await server.FindingsAsync());
    }

    [Fact]
    public async Task Identities_go_with_their_environment_also_when_the_server_ended_before_them()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync(New());
        var (admin, environment, _) = await PrepareAsync(server, receiver.Address);
        const string Left = "SELECT COUNT(*) FROM identity WHERE environment_id <> 1";
        Assert.Equal(["1"], await server.SqlAsync(Left));
        await server.AskAsync(HttpStatusCode.NoContent, admin, "DELETE", $"api/v1/environments/{environment}/");
        await Eventually.TrueAsync("they are gone", async () => await server.SqlAsync(Left) is ["0"]);

        // As a server leaves it that ends between the answer and the last step.
        await server.StopAsync();
        await server.SqlAsync("INSERT INTO identity (environment_id, identifier, created_at) SELECT id, 'bob', 0 FROM environment WHERE deleted_at IS NOT NULL");
        Assert.Equal(["1"], await server.SqlAsync(Left));
        await using var again = await GuidonProcess.StartAsync(ServerSettings.Again(server));

        await Eventually.TrueAsync("they are gone", async () => await again.SqlAsync(Left) is ["0"]);
        Assert.Empty(await again.FindingsAsync());
    }

    // A second organisation with a project and receivers at each level, and something told to all of them.
    private static async Task<(string Admin, string ClientKey, string ServerKey)> PrepareAsync(GuidonProcess server, Uri receiver)
    {
        var admin = await server.SignInAsync();
        await server.AskAsync(HttpStatusCode.Created, admin, "POST", "api/v1/organisations/", new { name = "Second" });
        await server.AskAsync(HttpStatusCode.Created, admin, "POST", "api/v1/projects/", new { name = "Shop", organisation = 2 });
        var environment = Text(await server.AskAsync(HttpStatusCode.Created, admin, "POST", "api/v1/environments/", new { name = "Live", project = 2 }), "api_key");
        var serverKey = Text(await server.AskAsync(HttpStatusCode.Created, admin, "POST", $"api/v1/environments/{environment}/api-keys/", new { name = "server" }), "key");
        foreach (var path in (string[])[$"api/v1/environments/{environment}/integrations/webhook/", $"api/v1/environments/{environment}/webhooks/", Organisation + "webhooks/"])
            await server.AskAsync(HttpStatusCode.Created, admin, "POST", path, new { url = receiver });
        var feature = await server.AskAsync(HttpStatusCode.Created, admin, "POST", "api/v1/projects/2/features/", new { name = "checkout" });
        await server.AskAsync(HttpStatusCode.OK, admin, "PATCH", $"api/__future__/environments/{environment}/features/{feature.GetProperty("id")}/", new { environment_default = new { enabled = true } });
        await server.ExpectAsync(HttpStatusCode.OK, "POST", "api/v1/identities/", environment, """{"identifier":"alice"}""");
        return (admin, environment, serverKey);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";
}
