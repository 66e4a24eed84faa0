using System.Diagnostics;
using System.Net;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;
using Xunit.Abstractions;

namespace Guidon.Server.Tests;

/// <summary>From an SDK's call to a receiver's socket, through a real server process.</summary>
public class DeliveryTests(ITestOutputHelper output)
{
    /// <summary>How a new server is wanted.</summary>
    protected virtual ServerSettings New() => new();

    private const string Traits =
        """[{"trait_key":"plan","trait_value":"pro"},{"trait_key":"secret","trait_value":"never-on-disk-4711","transient":true}]""";

    [Fact]
    [Trait("Row", "CAP-05")]
    public async Task A_webhook_receives_exactly_what_the_caller_was_shown()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync(New());
        await server.CreateAsync("webhook", new { url = receiver.Address, secret = "my shared secret" });
        await server.EvaluateAsync("alice", Traits);
        var ledger = await server.DrainAsync("webhook");
        Assert.Equal((1, 1), (ledger.GetProperty("accepted").GetInt32(), ledger.GetProperty("delivered").GetInt32()));
        var request = Assert.Single(receiver.Requests);
        Assert.Equal("alice", request.Json.GetProperty("identity").GetString());
        var flags = request.Json.GetProperty("flags").EnumerateArray().ToDictionary(flag => flag.GetProperty("feature").GetProperty("name").GetString() ?? "");
        Assert.Equal(100, flags["page_size"].GetProperty("feature_state_value").GetInt32());
        Assert.False(flags.ContainsKey("fraud_rules"), "a server-key-only flag reached a receiver through a client-side key");
        var pro = request.Json.GetProperty("segments").EnumerateArray().Single(segment => segment.GetProperty("name").GetString() == "pro_customers");
        Assert.True(pro.GetProperty("member").GetBoolean());
        Assert.Equal(64, request.Header("X-Flagsmith-Signature")?.Length);
        Assert.Equal(36, request.Header("webhook-id")?.Length);
    }

    [Fact]
    [Trait("Row", "CAP-15")]
    public async Task Values_of_transient_traits_never_reach_the_disk()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => 503;
        await using var server = await GuidonProcess.StartAsync(New());
        await server.CreateAsync("webhook", new { url = receiver.Address });
        await server.EvaluateAsync("alice", Traits);
        await server.KillAsync();
        foreach (var file in Directory.EnumerateFiles(server.Folder))
        {
            Assert.DoesNotContain("never-on-disk-4711", System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)));
        }
    }

    [Fact]
    [Trait("Row", "S10")]
    public async Task Settings_are_not_on_the_disk_in_clear_nor_shown()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync(New());
        var id = await server.CreateAsync("amplitude", new { api_key = "amplitude-key-of-nobody-abcd", base_url = receiver.Address });
        var shown = await server.Management.GetStringAsync($"api/v1/environments/{server.ClientKey}/integrations/amplitude/{id}/");
        Assert.Contains("****abcd", shown);
        Assert.DoesNotContain("nobody", shown);   // a word: digits are in ports too
        await server.StopAsync();
        foreach (var file in Directory.EnumerateFiles(server.Folder))
        {
            Assert.DoesNotContain("amplitude-key-of-nobody", System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)));
        }
    }

    [Fact]
    [Trait("Row", "OPS-04")]
    public async Task A_person_holds_pauses_and_resumes_a_destination()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync(New());
        await server.CreateAsync("webhook", new { url = receiver.Address });
        var path = $"api/guidon/v1/destinations/{(await server.DestinationAsync("webhook")).GetProperty("id").GetInt32()}/";

        var held = await server.StopAsync(path + "hold", """{"reason":"the receiver moves"}""");
        await server.EvaluateAsync("alice");
        var paused = await server.StopAsync(path + "pause");
        await server.EvaluateAsync("bob");
        Assert.Equal(2, await server.LedgerAsync("webhook", "pending"));
        var resumed = await server.StopAsync(path + "resume");
        await server.DrainAsync("webhook");

        Assert.Equal(("held", "by_hand: the receiver moves"), (held.GetProperty("state").GetString(), held.GetProperty("held_reason").GetString()));
        Assert.Equal(("paused", null), (paused.GetProperty("state").GetString(), paused.GetProperty("held_reason").GetString()));
        Assert.Equal("active", resumed.GetProperty("state").GetString());
        Assert.Equal(["alice", "bob"], receiver.Requests.Select(request => request.Json.GetProperty("identity").GetString()).Order());
    }

    [Theory]
    [InlineData("9999/hold", "", HttpStatusCode.NotFound)]
    [InlineData("x/pause", "", HttpStatusCode.NotFound)]
    [InlineData("1/hold", "[]", HttpStatusCode.BadRequest)]
    [InlineData("1/hold", """{"reason":7}""", HttpStatusCode.BadRequest)]
    [InlineData("1/hold", """{"reason":"a\u0000b"}""", HttpStatusCode.BadRequest)]
    [InlineData("1/hold", "{", HttpStatusCode.BadRequest)]
    public async Task Stopping_what_is_not_there_or_for_no_reason_says_what_is_wrong(string path, string body, HttpStatusCode status)
    {
        await using var server = await GuidonProcess.StartAsync(New());
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var answer = await server.Management.PostAsync("api/guidon/v1/destinations/" + path, content);
        using var anonymous = await server.Http.PostAsync("api/guidon/v1/destinations/" + path, null);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains("\"code\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
    }

    [Fact]
    public async Task Amplitude_receives_a_batch_that_its_rules_accept()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = request => new Reply(200, $$"""{"code":200,"events_ingested":{{request.Json.GetProperty("events").GetArrayLength()}}}""");
        await using var server = await GuidonProcess.StartAsync(New());
        await server.CreateAsync("amplitude", new { api_key = "AK_TEST", base_url = receiver.Address });
        foreach (var identity in Enumerable.Range(0, 20)) await server.EvaluateAsync($"user-{identity}");
        var ledger = await server.DrainAsync("amplitude");
        Assert.Equal(20, ledger.GetProperty("delivered").GetInt32());
        Assert.All(receiver.Requests, request => Assert.Equal("/batch", request.Path));
        var events = receiver.Requests.SelectMany(request => request.Json.GetProperty("events").EnumerateArray()).ToList();
        Assert.Equal(20, events.Select(each => each.GetProperty("insert_id").GetString()).Distinct().Count());
        Assert.All(events, each => Assert.True(each.GetProperty("user_properties").GetProperty("$set").GetProperty("dark_mode").GetBoolean()));
    }

    [Fact]
    public async Task A_second_destination_of_the_same_kind_is_refused_and_a_deleted_one_can_come_back()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync(New());
        var path = $"api/v1/environments/{server.ClientKey}/integrations/webhook/";
        var id = await server.CreateAsync("webhook", new { url = receiver.Address });
        using (var content = new StringContent($$"""{"url":"{{receiver.Address}}"}""", System.Text.Encoding.UTF8, "application/json"))
        using (var second = await server.Management.PostAsync(path, content))
        {
            Assert.Equal(HttpStatusCode.BadRequest, second.StatusCode);
            Assert.Contains("This integration already exists for this environment.", await second.Content.ReadAsStringAsync());
        }

        using (var gone = await server.Management.DeleteAsync($"{path}{id}/")) Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        using (var missing = await server.Management.GetAsync($"{path}{id}/")) Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal("[]", await server.Management.GetStringAsync(path));
        await server.CreateAsync("webhook", new { url = receiver.Address });
    }

    [Fact]
    public async Task A_refused_key_holds_the_destination_and_a_change_of_settings_drains_it()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = request => request.Path == "/good" ? 200 : 401;
        await using var server = await GuidonProcess.StartAsync(New());
        var id = await server.CreateAsync("webhook", new { url = new Uri(receiver.Address, "bad") });
        await server.EvaluateAsync("alice");
        await Eventually.TrueAsync("it is held", async () => (await server.DestinationAsync("webhook")).GetProperty("state").GetString() == "held");
        Assert.Contains("401", (await server.DestinationAsync("webhook")).GetProperty("held_reason").GetString());
        await server.EvaluateAsync("bob");
        using var content = new StringContent($$"""{"url":"{{new Uri(receiver.Address, "good")}}"}""", System.Text.Encoding.UTF8, "application/json");
        using var changed = await server.Management.PatchAsync($"api/v1/environments/{server.ClientKey}/integrations/webhook/{id}/", content);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal(2, (await server.DrainAsync("webhook")).GetProperty("delivered").GetInt32());
    }

    [Fact]
    public async Task A_redirect_to_a_private_address_is_never_followed()
    {
        await using var forbidden = await RecordingReceiver.StartAsync();
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => new Reply(307) { Headers = { ["Location"] = forbidden.Address.ToString() } };
        await using var server = await GuidonProcess.StartAsync(New());
        await server.CreateAsync("webhook", new { url = receiver.Address });
        await server.EvaluateAsync("alice");
        await Eventually.TrueAsync("it was tried", () => receiver.Requests.Count > 0);
        receiver.Answer = _ => 200;
        await server.StopAsync();
        await using var again = await GuidonProcess.StartAsync(ServerSettings.Again(server));
        Assert.Equal(1, (await again.DrainAsync("webhook")).GetProperty("delivered").GetInt32());
        Assert.Empty(forbidden.Requests);
    }

    [Theory]
    [InlineData(ReplyFault.Cut)]
    [InlineData(ReplyFault.Endless)]
    [InlineData(ReplyFault.Hang)]
    [Trait("Row", "CAP-11")]
    public async Task A_receiver_that_misbehaves_costs_neither_events_nor_memory(ReplyFault fault)
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => new Reply(200, "", fault);
        var quick = new ServerSettings { Variables = new Dictionary<string, string> { ["GUIDON_Delivery__RequestTimeoutSeconds"] = "1" } };
        await using var server = await GuidonProcess.StartAsync(quick);
        await server.CreateAsync("webhook", new { url = receiver.Address });
        for (var i = 0; i < 50; i++) await server.EvaluateAsync($"user-{i}");
        await Eventually.TrueAsync("it was tried", () => receiver.Requests.Count > 8);
        var before = server.ResidentBytes();
        await Eventually.TrueAsync("it was tried again and again", () => receiver.Requests.Count > 20 || fault != ReplyFault.Endless);
        Assert.InRange(server.ResidentBytes(), 0, before + 64_000_000);
        receiver.Answer = _ => 200;
        await server.DrainAsync("webhook");
        var delivered = receiver.Requests.Select(request => request.Header("webhook-id")).Distinct().Count();
        Assert.Equal(50, delivered);
    }

    [Fact]
    [Trait("Row", "CAP-10")]
    public async Task With_a_mapper_that_throws_flags_are_answered_events_stay_and_a_mended_build_delivers_them()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var broken = await GuidonProcess.StartAsync(new ServerSettings { Program = "Guidon.BrokenServer.dll" });
        var before = await MedianAsync(broken, "before");
        await broken.CreateAsync("webhook", new { url = receiver.Address });
        var throwing = await MedianAsync(broken, "with");
        await Eventually.TrueAsync("it is held", async () => (await broken.DestinationAsync("webhook")).GetProperty("state").GetString() == "held");
        Assert.Contains("mapper_error", (await broken.DestinationAsync("webhook")).GetProperty("held_reason").GetString());
        Assert.Equal(200, await broken.LedgerAsync("webhook", "pending"));
        Assert.Empty(receiver.Requests);
        await broken.StopAsync();

        await using var mended = await GuidonProcess.StartAsync(ServerSettings.Again(broken));
        var ledger = await mended.DrainAsync("webhook");
        Assert.Equal((200, 0), (ledger.GetProperty("delivered").GetInt32(), ledger.GetProperty("parked").GetInt32()));
        Assert.Equal(200, receiver.Requests.Select(request => request.Json.GetProperty("identity").GetString()).Distinct().Count());
        output.WriteLine($"median of 200 answers: {before.TotalMilliseconds} ms without, {throwing.TotalMilliseconds} ms with the broken mapper, "
            + $"{(await MedianAsync(mended, "mended")).TotalMilliseconds} ms with the mended one");
    }

    private static async Task<TimeSpan> MedianAsync(GuidonProcess server, string name)
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < 200; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await server.EvaluateAsync($"{name}-{i}");
            times.Add(Stopwatch.GetElapsedTime(started));
        }

        return times.Order().ElementAt(times.Count / 2);
    }
}
