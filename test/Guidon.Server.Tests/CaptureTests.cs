using System.Net;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests;

/// <summary>Which requests become events and what is in them, from an SDK's call to a receiver's socket.</summary>
public sealed class CaptureTests
{
    private const string Identities = "api/v1/identities/";

    [Fact]
    [Trait("Row", "CAP-03")]
    public async Task A_request_for_one_flag_makes_no_event()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync();
        await server.CreateAsync("webhook", new { url = receiver.Address });

        await server.ExpectAsync(HttpStatusCode.OK, "GET", Identities + "?identifier=one&feature=dark_mode", server.ClientKey);
        await server.ExpectAsync(HttpStatusCode.NotFound, "GET", Identities + "?identifier=one&feature=nothing", server.ClientKey);
        await server.ExpectAsync(HttpStatusCode.OK, "POST", "ofrep/v1/evaluate/flags/dark_mode", server.ClientKey, """{"context":{"targetingKey":"one"}}""");
        await server.ExpectAsync(HttpStatusCode.OK, "GET", Identities + "?identifier=all", server.ClientKey);
        var ledger = await server.DrainAsync("webhook");

        Assert.Equal(1, ledger.GetProperty("accepted").GetInt32());
        Assert.Equal(["all"], Heard(receiver));
    }

    [Fact]
    [Trait("Row", "CAP-04")]
    public async Task An_answer_that_is_only_confirmed_is_an_event_all_the_same()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync();
        await server.CreateAsync("webhook", new { url = receiver.Address });
        using var first = await server.Http.SendAsync(server.Request(HttpMethod.Get, Identities + "?identifier=alice", server.ClientKey));
        using var request = server.Request(HttpMethod.Get, Identities + "?identifier=alice", server.ClientKey);
        request.Headers.TryAddWithoutValidation("If-None-Match", first.Headers.ETag?.ToString());

        using var again = await server.Http.SendAsync(request);
        var ledger = await server.DrainAsync("webhook");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotModified), (first.StatusCode, again.StatusCode));
        Assert.Equal(2, ledger.GetProperty("delivered").GetInt32());
        Assert.Equal(["alice", "alice"], Heard(receiver));
        Assert.Equal(2, receiver.Requests.Select(each => each.Header("webhook-id")).Distinct().Count());
    }

    [Fact]
    [Trait("Row", "CAP-06")]
    public async Task Flags_that_an_environment_hides_are_in_no_answer_and_at_no_receiver()
    {
        var hiding = new PreparedEnvironment("hiding", document => document["hide_disabled_flags"] = true);
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = request => request.Path == "/batch" ? new Reply(200, """{"code":200,"events_ingested":1}""") : 200;
        await using var server = await PreparedInstallation.StartAsync([hiding]);
        await server.CreateInAsync(hiding.ClientKey, "webhook", new { url = receiver.Address });
        await server.CreateInAsync(hiding.ClientKey, "amplitude", new { api_key = "AK_TEST", base_url = receiver.Address });

        foreach (var key in (string[])[hiding.ClientKey, hiding.ServerKey])
        {
            var answer = await server.ExpectAsync(HttpStatusCode.OK, "POST", Identities, key, """{"identifier":"alice"}""");
            Assert.DoesNotContain("old_search", answer.ToString(), StringComparison.Ordinal);
        }

        await server.DrainAsync("webhook");
        await server.DrainAsync("amplitude");
        Assert.All(receiver.Requests, request => Assert.Contains("dark_mode", request.Json.ToString(), StringComparison.Ordinal));
        Assert.All(receiver.Requests, request => Assert.DoesNotContain("old_search", request.Json.ToString(), StringComparison.Ordinal));
        Assert.Equal(["/", "/batch"], receiver.Requests.Select(request => request.Path).Distinct().Order());
    }

    [Fact]
    [Trait("Row", "CAP-16")]
    public async Task An_identity_that_nobody_named_is_counted_as_filtered_and_not_sent_to_analytics()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync();
        await server.CreateAsync("amplitude", new { api_key = "AK_TEST", base_url = receiver.Address });

        await server.ExpectAsync(HttpStatusCode.OK, "POST", Identities, server.ClientKey, """{"transient":true,"traits":[{"trait_key":"plan","trait_value":"pro"}]}""");
        var ledger = await server.DrainAsync("amplitude");

        Assert.Equal((1, 1, 0), (ledger.GetProperty("accepted").GetInt32(), ledger.GetProperty("filtered").GetInt32(), ledger.GetProperty("delivered").GetInt32()));
        Assert.Empty(receiver.Requests);
    }

    [Fact]
    [Trait("Row", "E23")]
    public async Task Events_of_two_environments_never_cross()
    {
        var (left, right) = (new PreparedEnvironment("left", _ => { }), new PreparedEnvironment("right", _ => { }));
        await using var toLeft = await RecordingReceiver.StartAsync();
        await using var toRight = await RecordingReceiver.StartAsync();
        await using var server = await PreparedInstallation.StartAsync([left, right]);
        await server.CreateInAsync(left.ClientKey, "webhook", new { url = toLeft.Address });
        await server.CreateInAsync(right.ClientKey, "webhook", new { url = toRight.Address });
        string[] expected = [.. Enumerable.Range(0, 200).Select(number => $"user-{number:D3}")];

        await Parallel.ForEachAsync(expected, async (identifier, _) =>
        {
            foreach (var environment in (PreparedEnvironment[])[left, right])
                await server.ExpectAsync(HttpStatusCode.OK, "POST", Identities, environment.ClientKey, $$"""{"identifier":"{{environment.Name}}-{{identifier}}"}""");
        });
        await Eventually.TrueAsync("both have all", () => Heard(toLeft).Distinct().Count() >= expected.Length && Heard(toRight).Distinct().Count() >= expected.Length);

        Assert.Equal(expected.Select(identifier => $"left-{identifier}"), Heard(toLeft).Distinct().Order());
        Assert.Equal(expected.Select(identifier => $"right-{identifier}"), Heard(toRight).Distinct().Order());
    }

    [Fact]
    [Trait("Row", "D23")]
    public async Task An_orderly_stop_leaves_what_is_pending_for_the_next_start()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => new Reply(200, "", ReplyFault.Hang);
        await using var server = await GuidonProcess.StartAsync();
        await server.CreateAsync("webhook", new { url = receiver.Address });
        string[] expected = [.. Enumerable.Range(0, 500).Select(number => $"user-{number:D3}")];
        await Parallel.ForEachAsync(expected, async (identifier, _) => await server.EvaluateAsync(identifier));
        await Eventually.TrueAsync("requests are under way", () => receiver.Hanging > 0);

        var code = await server.StopAsync();
        receiver.Answer = _ => 200;
        await using var again = await GuidonProcess.StartAsync(ServerSettings.Again(server));
        var ledger = await again.DrainAsync("webhook");

        Assert.Equal(0, code);
        Assert.Equal((500, 500), (ledger.GetProperty("accepted").GetInt32(), ledger.GetProperty("delivered").GetInt32()));
        Assert.Equal(expected, Heard(receiver).Distinct().Order());
        // What was under way at the stop comes once more under the id that it had.
        Assert.Equal(500, receiver.Requests.Select(request => request.Header("webhook-id")).Distinct().Count());
        Assert.Empty(await again.FindingsAsync());
    }

    private static string[] Heard(RecordingReceiver receiver) => [.. receiver.Requests.Select(request => request.Json.GetProperty("identity").GetString() ?? "")];
}
