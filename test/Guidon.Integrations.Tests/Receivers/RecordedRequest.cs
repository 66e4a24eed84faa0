using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Guidon.Receivers;

namespace Guidon.Integrations.Tests.Receivers;

/// <summary>One request of a vendor's own client (<c>recorded/README.md</c>), which a test may change before it is received.</summary>
public sealed partial class RecordedRequest
{
    private readonly JsonNode _recorded;
    private readonly Dictionary<string, string> _headers;
    private JsonNode? _body;
    private string _text;
    private string _url;

    private RecordedRequest(JsonNode recorded)
    {
        _recorded = recorded;
        _body = recorded["body"]?.DeepClone();
        _text = recorded["text"]?.GetValue<string>() ?? "";
        _url = recorded["url"]!.GetValue<string>();
        _headers = recorded["headers"]!.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>());
    }

    public static RecordedRequest Of(string vendor, string run, int at = 0) => new(File(vendor)[run]![at]!);

    public static IEnumerable<(string Run, int At)> All(string vendor) =>
        File(vendor).SelectMany(run => Enumerable.Range(0, run.Value!.AsArray().Count).Select(at => (run.Key, at)));

    /// <summary>Sets a field of the body to a piece of JSON, or removes it: <c>With("events[0].time", "\"now\"")</c>.</summary>
    public RecordedRequest With(string path, string? json)
    {
        var node = _body ?? throw new InvalidOperationException("The recorded body is no JSON.");
        var steps = Steps().Matches(path).Select(match => match.Value.Trim('.', '[', ']')).ToArray();
        foreach (var step in steps[..^1]) node = int.TryParse(step, out var index) ? node[index]! : node[step]!;
        if (json is null) node.AsObject().Remove(steps[^1]);
        else if (int.TryParse(steps[^1], out var last)) node[last] = JsonNode.Parse(json);
        else node[steps[^1]] = JsonNode.Parse(json);
        return this;
    }

    public RecordedRequest WithHeader(string name, string? value)
    {
        _headers.Remove(name);
        if (value is not null) _headers[name] = value;
        return this;
    }

    public RecordedRequest To(string url)
    {
        _url = url;
        return this;
    }

    /// <summary>Sends these bytes instead of the body.</summary>
    public RecordedRequest WithText(string text)
    {
        (_body, _text) = (null, text);
        return this;
    }

    /// <summary>Repeats the first item of an array until there are so many; texts of the copies may be changed by the caller.</summary>
    public RecordedRequest Repeat(string array, int count, Action<JsonNode, int>? change = null)
    {
        var items = array.Length == 0 ? _body!.AsArray() : _body![array]!.AsArray();
        var first = items[0]!;
        items.Clear();
        for (var i = 0; i < count; i++)
        {
            var copy = first.DeepClone();
            change?.Invoke(copy, i);
            items.Add(copy);
        }

        return this;
    }

    public ReceiverReply SendTo(StrictReceiver receiver)
    {
        var text = _body?.ToJsonString() ?? _text;
        var bytes = Encoding.UTF8.GetBytes(text);
        if (_headers.GetValueOrDefault("content-encoding") == "gzip") bytes = Pack(bytes);
        var url = _url.Split('?', 2);
        return receiver.Receive(new ReceiverRequest(
            _recorded["method"]!.GetValue<string>(), url[0], url.Length > 1 ? "?" + url[1] : "", [.. _headers], bytes, receiver.Clock));
    }

    private static JsonObject File(string vendor) =>
        JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "recorded", $"sdk-{vendor}.json")))!.AsObject();

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return packed.ToArray();
    }

    [GeneratedRegex(@"\.?[^.\[\]]+|\[\d+\]")]
    private static partial Regex Steps();
}
