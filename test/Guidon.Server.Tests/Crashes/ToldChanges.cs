using System.Text.Json;
using Guidon.Doubles;

namespace Guidon.Server.Tests.Crashes;

/// <summary>What receivers of changes took, each event once.</summary>
internal sealed class ToldChanges
{
    private readonly List<(string Id, DateTimeOffset At, JsonElement Body)> _all = [];

    /// <param name="taken">Requests that were answered with 200.</param>
    internal ToldChanges(IEnumerable<ReceivedRequest> taken)
    {
        foreach (var same in taken.GroupBy(request => request.Header("webhook-id") ?? ""))
        {
            if (same.Select(request => request.Text).Distinct().Count() != 1) Different.Add(same.Key);
            var body = same.First().Json;
            var data = body.GetProperty("data");
            _all.Add((same.Key, data.GetProperty(data.TryGetProperty("timestamp", out _) ? "timestamp" : "created_date").GetDateTimeOffset(), body));
        }
    }

    /// <summary>Ids that came with more than one body.</summary>
    internal List<string> Different { get; } = [];

    /// <summary>In the order in which they took place.</summary>
    internal IEnumerable<(string Id, DateTimeOffset At, JsonElement Body)> Flags => _all.Where(each => !IsAudit(each.Body)).OrderBy(each => each.At);

    internal IEnumerable<JsonElement> Audits => _all.Where(each => IsAudit(each.Body)).Select(each => each.Body.GetProperty("data"));

    /// <summary>Of a flag's change.</summary>
    internal static (int Environment, int Feature) PlaceOf(JsonElement body)
    {
        var data = body.GetProperty("data");
        var state = data.GetProperty("new_state") is { ValueKind: JsonValueKind.Object } now ? now : data.GetProperty("previous_state");
        return (state.GetProperty("environment").GetProperty("id").GetInt32(), state.GetProperty("feature").GetProperty("id").GetInt32());
    }

    private static bool IsAudit(JsonElement body) => body.GetProperty("event_type").GetString() == "AUDIT_LOG_CREATED";
}
