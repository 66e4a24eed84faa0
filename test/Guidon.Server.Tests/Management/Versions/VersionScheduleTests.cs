using System.Globalization;
using System.Net;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.Versions;

/// <summary>Versions that are published for later.</summary>
public class VersionScheduleTests
{
    private const string Versions = "api/v1/environments/1/features/1/versions/";

    /// <summary>How a new server is wanted.</summary>
    protected virtual ServerSettings New() => new();

    [Fact]
    public async Task A_scheduled_version_waits_may_be_moved_or_taken_back_and_counts_from_its_moment_on_though_nobody_ran_then()
    {
        await using var first = await StartAsync();
        var (feature, cancelled, moved) = (await NameAsync(first), await DraftAsync(first, "cancelled"), await DraftAsync(first, "moved"));
        await ScheduleAsync(first, cancelled, TimeSpan.FromSeconds(2));
        await first.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"{Versions}{cancelled}/");
        var scheduled = await ScheduleAsync(first, moved, TimeSpan.FromDays(1));
        Assert.Equal((true, false), scheduled);
        await first.ManageAsync(HttpStatusCode.BadRequest, "PATCH", $"{Versions}{moved}/featurestates/1/", """{"enabled":false}""");
        await ScheduleAsync(first, moved, TimeSpan.FromSeconds(2));
        await first.StopAsync();

        await using var second = await GuidonProcess.StartAsync(ServerSettings.Again(first));

        await Eventually.TrueAsync("it counts", async () => (await second.ReadFlagAsync(feature)).Text == "moved");
        var versions = (await second.ManageAsync(HttpStatusCode.OK, "GET", Versions)).GetProperty("results");
        Assert.Equal([2, 1], versions.EnumerateArray().Select(each => each.GetProperty("number").GetInt32()));
        var live = versions[0];
        Assert.True(live.GetProperty("updated_at").GetDateTime() >= live.GetProperty("live_from").GetDateTime());
        // Its author published it, whoever ran.
        var record = (await second.ManageAsync(HttpStatusCode.OK, "GET", "api/v1/projects/1/audit/?page_size=1")).GetProperty("results")[0];
        Assert.Equal(("EF_VERSION", false), (record.GetProperty("related_object_type").GetString(), record.GetProperty("is_system_event").GetBoolean()));
        Assert.NotEqual("", record.GetProperty("key_name").GetString());
    }

    [Fact]
    public async Task A_version_that_cannot_go_live_is_a_draft_again_and_that_has_a_record_without_an_author()
    {
        await using var server = await StartAsync();
        var feature = (await server.ManageAsync(
            HttpStatusCode.Created, "POST", "api/v1/projects/1/features/",
            """{"name":"shared_out","multivariate_options":[{"type":"unicode","string_value":"a","default_percentage_allocation":22.75},{"type":"unicode","string_value":"b","default_percentage_allocation":11}]}""")).GetProperty("id");
        var versions = $"api/v1/environments/1/features/{feature}/versions/";
        var draft = (await server.ManageAsync(HttpStatusCode.Created, "POST", versions, "{}")).GetProperty("uuid").GetString();
        await server.ManageAsync(HttpStatusCode.OK, "POST", $"{versions}{draft}/publish/", """{"live_from":"2099-01-01T00:00:00Z"}""");

        // Its time has come, and its shares are more than a hundred, which nodes would refuse.
        await server.SqlAsync("UPDATE feature_version SET states = REPLACE(states, '22.75', '99.75'), live_from = 1 WHERE number IS NULL");

        await Eventually.TrueAsync("it is a draft again", async () => (await server.ManageAsync(HttpStatusCode.OK, "GET", versions)).GetProperty("results").EnumerateArray()
            .Any(each => each.GetProperty("uuid").GetString() == draft && !each.GetProperty("published").GetBoolean()));
        var record = Assert.Single((await server.ManageAsync(HttpStatusCode.OK, "GET", "api/v1/projects/1/audit/?details=true&is_system_event=true")).GetProperty("results").EnumerateArray());
        Assert.Equal("Version could not be published for feature: shared_out", record.GetProperty("log").GetString());
        Assert.Equal(("EF_VERSION", draft, "UPDATE", JsonValueKind.Null, JsonValueKind.Null), (
            record.GetProperty("related_object_type").GetString(), record.GetProperty("related_object_uuid").GetString(), record.GetProperty("change_type").GetString(),
            record.GetProperty("author").ValueKind, record.GetProperty("key_name").ValueKind));
        var field = Assert.Single(record.GetProperty("change_details").EnumerateArray());
        Assert.Equal(("live_from", JsonValueKind.Null), (field.GetProperty("field").GetString(), field.GetProperty("new").ValueKind));
        Assert.Equal("[]", (await server.ManageAsync(HttpStatusCode.OK, "GET", "api/guidon/v1/audit/verification")).GetRawText());
        Assert.Empty(await server.FindingsAsync());
    }

    private protected async Task<GuidonProcess> StartAsync()
    {
        var server = await GuidonProcess.StartAsync(New());
        await server.ManageAsync(HttpStatusCode.Accepted, "POST", $"api/v1/environments/{server.ClientKey}/enable-v2-versioning/");
        return server;
    }

    private protected static async Task<string> NameAsync(GuidonProcess server) =>
        (await server.ManageAsync(HttpStatusCode.OK, "GET", "api/v1/projects/1/features/1/")).GetProperty("name").GetString() ?? "";

    private protected static async Task<string> DraftAsync(GuidonProcess server, string value) =>
        (await server.ManageAsync(HttpStatusCode.Created, "POST", Versions, $$"""{"feature_states_to_update":[{"enabled":true,"feature_state_value":"{{value}}"}]}""")).GetProperty("uuid").GetString() ?? "";

    private protected static async Task<(bool IsPublished, bool IsLive)> ScheduleAsync(GuidonProcess server, string version, TimeSpan wait)
    {
        var at = (TimeProvider.System.GetUtcNow() + wait).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var answer = await server.ManageAsync(HttpStatusCode.OK, "POST", $"{Versions}{version}/publish/", $$"""{"live_from":"{{at}}"}""");
        return (answer.GetProperty("published").GetBoolean(), answer.GetProperty("is_live").GetBoolean());
    }
}
