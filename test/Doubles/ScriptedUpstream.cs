using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Guidon.Doubles;

/// <summary>An upstream that speaks as the original does: documents by server-side key, dates and no entity tags, and trouble on demand.</summary>
public sealed class ScriptedUpstream : IAsyncDisposable
{
    private RecordingReceiver? _receiver;

    /// <summary>By server-side key; others are refused with 403.</summary>
    public ConcurrentDictionary<string, string> Documents { get; } = new();

    /// <summary>Answers instead, where it wants to.</summary>
    public Func<ReceivedRequest, Reply?> Trouble { get; set; } = _ => null;

    public Uri Address => _receiver?.Address ?? throw new InvalidOperationException("not started");

    public IReadOnlyList<ReceivedRequest> Requests => _receiver?.Requests ?? [];

    public static async Task<ScriptedUpstream> StartAsync(string url = "http://127.0.0.1:0")
    {
        var upstream = new ScriptedUpstream { _receiver = await RecordingReceiver.StartAsync(url) };
        upstream._receiver.Answer = request => upstream.Trouble(request) ?? upstream.Answer(request);
        return upstream;
    }

    public ValueTask DisposeAsync() => _receiver?.DisposeAsync() ?? default;

    private Reply Answer(ReceivedRequest request)
    {
        if (request.Path != "/api/v1/environment-document/") return 404;
        if (!Documents.TryGetValue(request.Header("X-Environment-Key") ?? "", out var document)) return 403;
        var updatedAt = JsonElement.Parse(document).GetProperty("updated_at").GetDateTimeOffset().ToUnixTimeSeconds();
        var isKnown = DateTimeOffset.TryParse(request.Header("If-Modified-Since"), CultureInfo.InvariantCulture, out var since) && since.ToUnixTimeSeconds() >= updatedAt;
        return isKnown ? 304 : new Reply(200, document);
    }
}
