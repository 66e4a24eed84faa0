using System.Text.Json;
using Guidon.Doubles;
using Guidon.Receivers;
using Guidon.Receivers.PostHog;

namespace Guidon.Integrations.Tests.Receivers;

/// <summary>What all receivers share, over a real socket.</summary>
public sealed class ReceiverTests
{
    [Fact]
    public async Task A_script_that_another_process_writes_is_played_step_by_step()
    {
        var receiver = new StrictPostHog(TimeProvider.System) { Projects = { "k" } };
        await using var host = await ReceiverHost.StartAsync(receiver);
        using var http = new HttpClient();
        var address = host.AddressOf(receiver);
        await PostAsync(http, address + "/__script", """[{"status":429,"retry_after":"2","times":2},{"mode":"cut_after"},{"mode":"blackhole"},{"mode":"cut_before"}]""");

        var statuses = new List<int>();
        for (var i = 0; i < 6; i++) statuses.Add(await TryAsync(http, address + "/batch/", i));

        Assert.Equal([429, 429, 0, 200, 0, 200], statuses);
        var report = JsonElement.Parse(await http.GetStringAsync(address + "/__report"));
        Assert.Equal(["user-2", "user-5"], report.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("user").GetString()!));
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":NaN}""")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"\udc00":1}""")]
    [InlineData("""{"a":1} {}""")]
    [InlineData("""{"a":1""")]
    public void Json_that_a_strict_vendor_refuses_is_refused(string json) =>
        Assert.ThrowsAny<JsonException>(() => StrictJson.Parse(System.Text.Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_key_in_the_address_is_a_finding()
    {
        var receiver = new StrictPostHog(new FakeClock(SomeEvents.Start)) { Projects = { "secret-key" } };

        receiver.Receive(new ReceiverRequest("POST", "/batch/", "?api_key=secret-key", [], [], SomeEvents.Start));

        Assert.Equal("a key in the address", Assert.Single(receiver.Findings));
    }

    [Fact]
    public void Two_requests_of_one_user_at_a_time_are_seen()
    {
        var receiver = RecordedRequestsTests.Receiver("segment");
        var first = RecordedRequest.Of("segment", "node-identify-200").SendTo(receiver);
        var second = RecordedRequest.Of("segment", "node-identify-200").SendTo(receiver);
        receiver.Leave(first);
        receiver.Leave(second);

        Assert.Equal(2, receiver.ConcurrencyMax);
    }

    private static async Task PostAsync(HttpClient http, string address, string json)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(address, content);
        Assert.True(answer.IsSuccessStatusCode);
    }

    private static async Task<int> TryAsync(HttpClient http, string address, int at)
    {
        using var content = new StringContent(
            $$"""{"api_key":"k","sent_at":"2026-11-22T11:00:00Z","batch":[{"event":"$set","distinct_id":"user-{{at}}"}]}""", System.Text.Encoding.UTF8, "application/json");
        try
        {
            using var answer = await http.PostAsync(address, content);
            return (int)answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }
}
