using System.Net;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests;

/// <summary>Which requests make an event, what it holds, and when it is durable.</summary>
public sealed class CaptureRows : IAsyncLifetime
{
    private RecordingReceiver? _receiver;
    private GuidonProcess? _server;

    private RecordingReceiver Receiver => _receiver ?? throw new InvalidOperationException();

    private GuidonProcess Server => _server ?? throw new InvalidOperationException();

    public async Task InitializeAsync()
    {
        _receiver = await RecordingReceiver.StartAsync();
        _server = await GuidonProcess.StartAsync();
        await _server.CreateAsync("webhook", new { url = _receiver.Address });
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    [Fact]
    [Trait("Row", "CAP-01")]
    public async Task A_GET_is_durable_when_its_answer_is_there()
    {
        Receiver.Answer = _ => 503;
        using (var answer = await GetAsync("identifier=alice")) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        await Server.KillAsync();
        await using var again = await GuidonProcess.StartAsync(ServerSettings.Again(Server));

        Assert.Equal((1L, 1L), (await again.LedgerAsync("webhook", "accepted"), await again.LedgerAsync("webhook", "pending")));
    }

    [Fact]
    [Trait("Row", "CAP-02")]
    public async Task An_event_has_the_flags_as_they_were_answered_in_the_same_order()
    {
        var body = """{"identifier":"alice","traits":[{"trait_key":"plan","trait_value":"pro"}]}""";
        using var answer = await Server.Http.SendAsync(Server.Request(HttpMethod.Post, "api/v1/identities/", Server.ClientKey, body));
        var answered = JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("flags").EnumerateArray().Select(Flag).ToList();
        await Server.DrainAsync("webhook");

        var sent = Assert.Single(Receiver.Requests).Json.GetProperty("flags").EnumerateArray().Select(Flag).ToList();

        Assert.NotEmpty(answered);
        Assert.Equal(answered, sent);
    }

    [Fact]
    [Trait("Row", "CAP-03")]
    public async Task One_single_flag_makes_no_event()
    {
        using (var answer = await GetAsync("identifier=alice&feature=page_size")) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        Assert.Equal(0, await Server.LedgerAsync("webhook", "accepted"));
    }

    [Fact]
    [Trait("Row", "CAP-04")]
    public async Task An_answer_that_did_not_change_makes_an_event_all_the_same()
    {
        using var first = await GetAsync("identifier=alice");
        using var second = await GetAsync("identifier=alice", first.Headers.ETag?.ToString());

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(2, await Server.LedgerAsync("webhook", "accepted"));
    }

    private Task<HttpResponseMessage> GetAsync(string query, string? tag = null)
    {
        var request = Server.Request(HttpMethod.Get, "api/v1/identities/?" + query, Server.ClientKey);
        if (tag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return Server.Http.SendAsync(request);
    }

    private static (string? Name, bool Enabled, string Value) Flag(JsonElement flag) => (
        flag.GetProperty("feature").GetProperty("name").GetString(),
        flag.GetProperty("enabled").GetBoolean(),
        flag.GetProperty("feature_state_value").GetRawText());
}
