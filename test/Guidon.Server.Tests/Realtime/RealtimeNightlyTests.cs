using System.Net;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;
using Xunit.Abstractions;

namespace Guidon.Server.Tests.Realtime;

/// <summary>As many subscribers as one node is meant for. Speed is told, not asserted.</summary>
[Trait("Category", "Nightly")]
public sealed class RealtimeNightlyTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Five_thousand_subscribers_of_one_node_all_hear_of_every_change()
    {
        var variables = new Dictionary<string, string> { ["GUIDON_Realtime__LifetimeSeconds"] = "3600" };
        await using var server = await GuidonProcess.StartAsync(new ServerSettings { Variables = variables });
        var memoryBefore = server.ResidentBytes();
        var started = TimeProvider.System.GetTimestamp();
        using var crowd = await Crowd.OpenAsync(server, 5_000);
        output.WriteLine($"5,000 streams open after {TimeProvider.System.GetElapsedTime(started).TotalSeconds:F1} s, {(server.ResidentBytes() - memoryBefore) / 5_000 / 1_024} KiB each");
        for (var change = 0; change < 5; change++)
        {
            var hearing = crowd.NextAsync();
            var path = await server.FlagPathAsync("banner_text");
            // From before the request, so that request and commit are in it: the time stamp itself may run ahead of the clock.
            var asked = TimeProvider.System.GetUtcNow();
            await server.ManageAsync(HttpStatusCode.OK, "PATCH", path, "{\"environment_default\":{\"enabled\":" + (change % 2 == 0 ? "false" : "true") + "}}");
            var heard = await hearing;
            var (_, _, updatedAt) = await server.ReadFlagAsync("banner_text");
            Assert.All(heard, told => Assert.Equal(updatedAt, told.UpdatedAt));
            var delays = heard.Select(told => (told.At - asked).TotalMilliseconds).Order().ToList();
            output.WriteLine($"change {change}: p50 {delays[2_500]:F0} ms, p99 {delays[4_950]:F0} ms, last {delays[^1]:F0} ms");
        }

        Assert.Equal(0, await server.MetricAsync("guidon_realtime_subscribers_dropped"));
    }
}
