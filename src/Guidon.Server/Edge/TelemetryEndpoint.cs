namespace Guidon.Server.Edge;

/// <summary>
/// <c>POST /api/v1/analytics/telemetry/</c>: other installations of the protocol phone home here. Checked, echoed and thrown away: this
/// product neither sends nor keeps telemetry.
/// </summary>
internal static class TelemetryEndpoint
{
    private const int EnvCharsMax = 255;

    private static readonly string[] s_counts = ["organisations", "projects", "environments", "features", "segments", "users"];

    internal static Task PostAsync(HttpContext http) => JsonBody.AnswerAsync(http, body =>
    {
        var errors = new FieldErrors();
        var fields = new FieldReader(body, errors);
        foreach (var name in s_counts) fields.Integer(name);
        fields.Flag("debug_enabled");
        fields.Text("env", EnvCharsMax);
        if (errors.Any) return errors.SendAsync(http);
        return Answers.JsonAsync(http, StatusCodes.Status201Created, json =>
        {
            json.WriteStartObject();
            foreach (var name in (string[])[.. s_counts, "debug_enabled", "env"])
            {
                if (fields.Optional(name) is not { } value) continue;
                json.WritePropertyName(name);
                value.WriteTo(json);
            }

            json.WriteEndObject();
        });
    });
}
