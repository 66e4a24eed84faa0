using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Guidon.Doubles;
using Guidon.Receivers;

namespace Guidon.Integrations.Tests.Receivers;

/// <summary>A request to a receiver of changes that is right, and copies of it with one thing changed.</summary>
public sealed class ChangeReceiver(string vendor, string path, string header, string credential, string golden)
{
    public FakeClock Clock { get; } = new(new DateTimeOffset(2026, 11, 10, 9, 0, 0, TimeSpan.Zero));

    public StrictReceiver Receiver => field ??= ReceiverHost.Changes(Clock, "KEY").Single(receiver => receiver.Name == vendor);

    private JsonNode Body => JsonNode.Parse(golden)!;

    /// <summary>With the member at a dotted path set to other JSON; <c>-</c> removes it.</summary>
    public ReceiverReply SendChanged(string at, string json)
    {
        var body = Body;
        var parts = at.Split('/');
        var node = body;
        foreach (var part in parts[..^1]) node = int.TryParse(part, out var index) ? node![index] : node![part];
        if (json == "-") node!.AsObject().Remove(parts[^1]);
        else node![parts[^1]] = JsonNode.Parse(json);
        return Send(body.ToJsonString());
    }

    public ReceiverReply Send(string? body = null, string method = "POST", string? at = null, string? key = null, string type = "application/json; charset=utf-8")
    {
        var headers = new List<KeyValuePair<string, string>> { new("Content-Type", type) };
        if (key is not "-") headers.Add(new(header, key ?? credential));
        return Receiver.Receive(new ReceiverRequest(method, at ?? path, "", headers, Encoding.UTF8.GetBytes(body ?? golden), Clock.GetUtcNow()));
    }

    public static string GoldenBody(string name) => JsonElement.Parse(Golden.Text(name + ".json")).GetProperty("requests")[0].GetProperty("body").GetRawText();
}
