using System.Globalization;
using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;
using Guidon.Server.Tests.Realtime;

namespace Guidon.Server.Tests.Checklist;

/// <summary>Changes and how SDKs hear of them, as the rows of the compatibility checklist name them.</summary>
public sealed class RealtimeRows(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private GuidonProcess Server => fixture.Server;

    [Fact]
    [Trait("Row", "81, 86")]
    public async Task A_stream_begins_with_the_last_change_and_is_open_to_every_origin()
    {
        using var stream = await EventStream.OpenAsync(Server.Http, Server.ClientKey);
        Assert.Equal("text/event-stream", stream.Answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("no-cache", stream.Answer.Headers.CacheControl?.ToString());
        Assert.Equal("*", stream.Answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Empty(stream.Answer.Content.Headers.ContentEncoding);
        Assert.Equal((await Server.ReadFlagAsync("banner_text")).UpdatedAt, await stream.NextUpdateAsync());
    }

    [Fact]
    [Trait("Row", "82")]
    public async Task The_number_of_whole_seconds_has_a_point()
    {
        var whole = new PreparedEnvironment("whole", document => document["updated_at"] = "2026-01-01T00:00:00.000000+00:00");
        await using var server = await PreparedInstallation.StartAsync([whole]);
        using var stream = await EventStream.OpenAsync(server.Http, whole.ClientKey);
        Assert.Equal("1767225600.000000", await stream.NextUpdateAsync());
    }

    [Fact]
    [Trait("Row", "83")]
    public async Task An_event_has_one_line_of_data_and_it_begins_so()
    {
        using var stream = await EventStream.OpenAsync(Server.Http, Server.ClientKey);
        var lines = (await stream.NextBlockAsync() ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("event: environment_updated", lines[0]);
        Assert.StartsWith("data: {", Assert.Single(lines, line => line.StartsWith("data:", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Single(lines, line => line.StartsWith("retry: ", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Row", "84")]
    public async Task A_stream_without_changes_has_comments_only_and_ends_well_at_its_age()
    {
        var variables = new Dictionary<string, string> { ["GUIDON_Realtime__KeepAliveSeconds"] = "1", ["GUIDON_Realtime__LifetimeSeconds"] = "4" };
        await using var server = await GuidonProcess.StartAsync(new ServerSettings { Variables = variables });
        using var stream = await EventStream.OpenAsync(server.Http, server.ClientKey);
        var blocks = new List<string>();
        while (await stream.NextBlockAsync() is { } block) blocks.Add(block);   // a broken end would throw
        Assert.StartsWith("event: environment_updated\n", blocks[0], StringComparison.Ordinal);
        Assert.NotEmpty(blocks.Skip(1));
        Assert.All(blocks.Skip(1), block => Assert.Equal(":\n", block));
    }

    [Fact]
    [Trait("Row", "16, 85")]
    public async Task A_change_is_told_and_found_with_one_time_stamp_everywhere()
    {
        using var stream = await EventStream.OpenAsync(Server.Http, Server.ClientKey);
        await stream.NextUpdateAsync();
        await Server.ChangeTextAsync("banner_text", "told and found");
        var told = await stream.NextUpdateAsync();
        Assert.Equal(("told and found", true, told), await Server.ReadFlagAsync("banner_text"));
        using var answer = await Server.Http.SendAsync(Server.Request(HttpMethod.Get, "api/v1/environment-document/", Server.ServerKey));
        Assert.Equal(told, answer.Headers.GetValues("X-Flagsmith-Document-Updated-At").Single());
        var document = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(told, EpochSeconds(document.GetProperty("updated_at").GetDateTimeOffset()));
        Assert.Contains("told and found", document.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "74")]
    public async Task Two_changes_within_one_second_are_two_versions_for_who_asks_in_whole_seconds()
    {
        using var stream = await EventStream.OpenAsync(Server.Http, Server.ClientKey);
        await stream.NextUpdateAsync();
        await Server.ChangeTextAsync("old_search", "first");
        using var first = await SinceAsync(null);
        await Server.ChangeTextAsync("old_search", "second");
        using var second = await SinceAsync(first.Content.Headers.LastModified?.ToString("R"));
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Contains("\"second\"", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var third = await SinceAsync(second.Content.Headers.LastModified?.ToString("R"));
        Assert.Equal(HttpStatusCode.NotModified, third.StatusCode);
        // A subscriber may skip the first, but ends with the last.
        var last = (await Server.ReadFlagAsync("old_search")).UpdatedAt;
        for (var told = await stream.NextUpdateAsync(); told != last; told = await stream.NextUpdateAsync()) Assert.NotNull(told);
    }

    [Theory]
    [Trait("Row", "87")]
    [InlineData("nobody-has-this-key")]
    [InlineData("ser.nobody-has-this-key")]
    public async Task A_stream_of_an_unknown_key_is_404_in_JSON_and_for_browsers_too(string key)
    {
        using var answer = await Server.Http.GetAsync($"sse/environments/{key}/stream");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("not_found", JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("code").GetString());
    }

    [Fact]
    [Trait("Row", "87")]
    public async Task A_server_side_key_opens_no_stream_and_HEAD_ends_at_once()
    {
        using var server = await Server.Http.GetAsync($"sse/environments/{Server.ServerKey}/stream");
        Assert.Equal(HttpStatusCode.NotFound, server.StatusCode);
        using var head = await Server.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"sse/environments/{Server.ClientKey}/stream/"));
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (head.StatusCode, head.Content.Headers.ContentType?.ToString()));
    }

    [Fact]
    [Trait("Row", "37")]
    public async Task An_archived_feature_is_served_as_before()
    {
        var feature = await Server.FeatureAsync("theme");
        var archived = await Server.ManageAsync(HttpStatusCode.OK, "PATCH", $"api/v1/projects/1/features/{feature.GetProperty("id")}/", """{"is_archived":true}""");
        Assert.True(archived.GetProperty("is_archived").GetBoolean());
        var (text, enabled, _) = await Server.ReadFlagAsync("theme");
        Assert.Equal((feature.GetProperty("initial_value").GetString(), true), (text, enabled));
    }

    [Fact]
    public async Task An_organisation_that_serves_nothing_has_no_streams()
    {
        var stopped = new PreparedEnvironment("stopped", document => document["project"]!["organisation"]!["stop_serving_flags"] = true);
        await using var server = await PreparedInstallation.StartAsync([stopped]);
        await server.ExpectAsync(HttpStatusCode.Forbidden, "GET", $"sse/environments/{stopped.ClientKey}/stream", null);
    }

    private async Task<HttpResponseMessage> SinceAsync(string? date)
    {
        using var request = Server.Request(HttpMethod.Get, "api/v1/environment-document/", Server.ServerKey);
        if (date is not null) request.Headers.TryAddWithoutValidation("If-Modified-Since", date);
        return await Server.Http.SendAsync(request);
    }

    private static string EpochSeconds(DateTimeOffset time)
    {
        var micros = (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        return string.Create(CultureInfo.InvariantCulture, $"{micros / 1_000_000}.{micros % 1_000_000:000000}");
    }
}
