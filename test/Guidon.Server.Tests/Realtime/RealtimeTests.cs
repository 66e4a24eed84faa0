using System.Net;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Realtime;

/// <summary>Many streams, their end and their limits, against a real process.</summary>
public sealed class RealtimeTests
{
    private static readonly Dictionary<string, string> s_long = new() { ["GUIDON_Realtime__LifetimeSeconds"] = "600" };

    [Fact]
    public async Task Two_hundred_subscribers_all_hear_of_a_change()
    {
        await using var server = await GuidonProcess.StartAsync(new ServerSettings { Variables = s_long });
        using var crowd = await Crowd.OpenAsync(server, 200);
        Assert.Equal(200, await server.MetricAsync("guidon_realtime_subscribers"));
        await server.ChangeTextAsync("banner_text", "for all");
        var (_, _, updatedAt) = await server.ReadFlagAsync("banner_text");
        Assert.All(await crowd.NextAsync(), told => Assert.Equal(updatedAt, told.UpdatedAt));
        await Eventually.TrueAsync("all events are counted", async () => await server.MetricAsync("guidon_realtime_events_sent") == 400);
        Assert.Equal(0, await server.MetricAsync("guidon_realtime_subscribers_dropped"));
    }

    [Fact]
    public async Task A_server_that_stops_ends_its_streams_in_good_order_first()
    {
        await using var server = await GuidonProcess.StartAsync(new ServerSettings { Variables = s_long });
        using var crowd = await Crowd.OpenAsync(server, 20);
        var stopped = server.StopAsync();
        // A stream that breaks would throw instead of ending.
        Assert.All(await crowd.NextAsync(), told => Assert.Null(told.UpdatedAt));
        Assert.Equal(0, await stopped);
    }

    [Fact]
    public async Task Subscribers_that_come_and_go_in_a_storm_leave_nothing_behind()
    {
        await using var server = await GuidonProcess.StartAsync(new ServerSettings { Variables = s_long });
        for (var round = 0; round < 3; round++)
        {
            using (await Crowd.OpenAsync(server, 200)) await server.ReadFlagAsync("banner_text");
        }

        await Eventually.TrueAsync("nobody is left", async () => await server.MetricAsync("guidon_realtime_subscribers") == 0);
        Assert.Equal(600, await server.MetricAsync("guidon_realtime_events_sent"));
        await server.ChangeTextAsync("banner_text", "after the storm");
        Assert.Equal("after the storm", (await server.ReadFlagAsync("banner_text")).Text);
    }

    [Fact]
    public async Task One_stream_too_many_is_503_and_counted_and_finds_a_place_later()
    {
        var variables = new Dictionary<string, string>(s_long) { ["GUIDON_Realtime__SubscribersMax"] = "2" };
        await using var server = await GuidonProcess.StartAsync(new ServerSettings { Variables = variables });
        using (await Crowd.OpenAsync(server, 2))
        {
            using var refused = await server.Http.GetAsync($"sse/environments/{server.ClientKey}/stream");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
            Assert.Equal("too_many_streams", JsonElement.Parse(await refused.Content.ReadAsStringAsync()).GetProperty("code").GetString());
            await Eventually.TrueAsync("it is counted", async () => await server.MetricAsync("guidon_realtime_subscribers_refused") == 1);
        }

        await Eventually.TrueAsync("the places are free", async () => await server.MetricAsync("guidon_realtime_subscribers") == 0);
        using var again = await Crowd.OpenAsync(server, 2);
    }

    [Theory]
    [InlineData("LifetimeSeconds", "0")]
    [InlineData("SubscribersMax", "many")]
    public async Task A_setting_out_of_range_stops_the_start_with_one_line(string option, string value)
    {
        var (code, _, errors) = await GuidonProcess.RunAsync(["--urls", "http://127.0.0.1:0", $"--Realtime:{option}", value]);
        Assert.Equal(1, code);
        Assert.Contains(option, Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_authors_at_once_leave_the_newest_document_live_and_told()
    {
        await using var server = await GuidonProcess.StartAsync(new ServerSettings { Variables = s_long });
        using var crowd = await Crowd.OpenAsync(server, 3);
        await Task.WhenAll(Enumerable.Range(0, 30).Select(n => server.ChangeTextAsync(n % 2 == 0 ? "banner_text" : "old_search", $"text {n}")));
        var flag = await server.ManageAsync(HttpStatusCode.OK, "GET", await server.FlagPathAsync("banner_text"));
        var (text, _, updatedAt) = await server.ReadFlagAsync("banner_text");
        Assert.Equal(flag.GetProperty("environment_default").GetProperty("value").GetProperty("value").GetString(), text);
        await crowd.UntilAsync(updatedAt);
    }
}
