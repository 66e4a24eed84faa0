using System.Globalization;
using Guidon.Server.Upstream.Config;

namespace Guidon.Server.Upstream;

/// <summary>The official proxy's health answers, with one member more that says how each environment stands.</summary>
internal sealed class ProxyHealth(IReadOnlyList<UpstreamEnvironment> environments, EdgeConfig config, TimeProvider time)
{
    // A document from disk counts as fresh from here on: a restart gets the same patience as a running process.
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    /// <summary><c>GET /proxy/health/liveness</c>: 200 without a body.</summary>
    internal static Task LiveAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status200OK;
        return Task.CompletedTask;
    }

    /// <summary><c>GET /proxy/health/readiness</c>: 503 while a document is missing, or was not confirmed for longer than poll and grace.</summary>
    internal Task ReadyAsync(HttpContext http)
    {
        var reason = Reason();
        var status = reason is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return Answers.JsonAsync(http, status, json =>
        {
            json.WriteStartObject();
            json.WriteString("status"u8, reason is null ? "ok"u8 : "error"u8);
            json.WriteString("reason"u8, reason);
            json.WriteString("last_successful_update"u8, Written(LastSuccess()));
            json.WriteStartArray("environments"u8);
            foreach (var each in environments)
            {
                json.WriteStartObject();
                json.WriteString("client_side_key"u8, each.Keys.ClientKey);
                json.WriteString("document_updated_at"u8, Written(each.Live?.Document.UpdatedAt));
                json.WriteString("last_successful_update"u8, Written(each.Status.LastSuccess));
                json.WriteString("problem"u8, each.Status.Problem);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private string? Reason()
    {
        if (environments.Any(each => each.Live is null)) return "environment document(s) not updated.";
        if (config.Grace is not { } grace) return null;
        var oldest = environments.Min(each => each.Status.LastSuccess ?? _startedAt);
        return time.GetUtcNow() - oldest > config.PollEvery + (grace * environments.Count) ? "environment document(s) stale." : null;
    }

    // The moment since which all were fresh; not known before each was confirmed.
    private DateTimeOffset? LastSuccess() =>
        environments.Any(each => each.Status.LastSuccess is null) ? null : environments.Min(each => each.Status.LastSuccess);

    // UTC without an offset, as the original's readers expect it.
    private static string? Written(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
