using System.Text.Json;
using Guidon.Contracts;
using Guidon.Flags;
using Guidon.Storage;

namespace Guidon.Server.Health;

/// <summary>Whether the process lives, whether it can answer, and what it is.</summary>
/// <param name="readiness">Of this node.</param>
/// <param name="registry">The environments that are loaded.</param>
/// <param name="broken">Integrations whose mapper throws.</param>
/// <param name="hasMail">Whether mail leaves.</param>
/// <param name="people">Where people are; <see langword="null"/> on an edge.</param>
internal sealed class HealthEndpoints(Readiness readiness, EnvironmentRegistry registry, Func<IReadOnlyList<string>> broken, bool hasMail, IControlPlaneStore? people)
{
    private (bool HasUsers, bool HasLogins) _seen;   // two bits that only ever become true

    private static readonly byte[] s_ok = """{"status":"ok"}"""u8.ToArray();

    /// <summary><c>GET /health/live</c>: 200 as long as requests are answered at all.</summary>
    internal static Task LiveAsync(HttpContext http) => Answers.JsonAsync(http, StatusCodes.Status200OK, s_ok);

    /// <summary>
    /// <c>GET /health/ready</c>: 503 until the environments are loaded, and again while stopping. A mapper that throws makes the node not ready for
    /// its integration, with <c>?integration=webhook</c>; flags are answered all the same, so the node as a whole stays ready and names it.
    /// </summary>
    internal Task ReadyAsync(HttpContext http) => readiness.IsReady
        ? (string?)http.Request.Query["integration"] is { } asked && broken().Contains(asked)
        ? Answers.DetailAsync(http, StatusCodes.Status503ServiceUnavailable, ErrorCodes.Unavailable, $"Not ready for {asked}: its mapper throws at a marked event.")
        : Answers.JsonAsync(http, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteString("status"u8, "ok"u8);
            json.WriteNumber("environments"u8, registry.States.Count);
            if (broken() is { Count: > 0 } names)
            {
                json.WriteStartArray("not_ready_for"u8);
                foreach (var name in names) json.WriteStringValue(name);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        })
        : Answers.DetailAsync(http, StatusCodes.Status503ServiceUnavailable, ErrorCodes.Unavailable, "Not ready: starting or stopping.");

    /// <summary>
    /// <c>GET /version/</c>. Clients of the protocol read <c>image_tag</c>, people <c>version</c>; a dashboard asks whether somebody is to be the first to sign up.
    /// </summary>
    internal async Task VersionAsync(HttpContext http)
    {
        // What is so stays so, and is asked for without a credential: read until then.
        if (people is not null && !_seen.HasLogins) _seen = await people.ReadAsync(plane => (plane.Users.Any(), plane.Users.Any(user => user.LastLoginAt != null)), http.RequestAborted);
        await Answers.JsonAsync(http, StatusCodes.Status200OK, Version);
    }

    private void Version(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("ci_commit_sha"u8, ServerVersion.Commit);
        json.WriteString("image_tag"u8, ServerVersion.Compatible);
        json.WriteString("product"u8, "guidon"u8);
        json.WriteString("version"u8, ServerVersion.Text);
        json.WriteBoolean("is_enterprise"u8, false);
        json.WriteBoolean("is_saas"u8, false);
        json.WriteBoolean("has_email_provider"u8, hasMail);
        json.WriteStartObject("self_hosted_data"u8);
        json.WriteBoolean("has_users"u8, _seen.HasUsers);
        json.WriteBoolean("has_logins"u8, _seen.HasLogins);
        json.WriteEndObject();
        json.WriteStartObject("package_versions"u8);
        json.WriteString("."u8, ServerVersion.Compatible);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
