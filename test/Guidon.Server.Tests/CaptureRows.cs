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
        using (var answer = await Server.Http.SendAsync(Server.Request(HttpMethod.Get, "api/v1/identities/?identifier=alice", Server.ClientKey)))
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

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

    private static (string? Name, bool Enabled, string Value) Flag(JsonElement flag) => (
        flag.GetProperty("feature").GetProperty("name").GetString(),
        flag.GetProperty("enabled").GetBoolean(),
        flag.GetProperty("feature_state_value").GetRawText());
}
