using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.SentryErrors;

/// <summary>
/// What goes wrong in this installation, to Sentry in its envelopes. The installation's own: the section <c>ErrorTracking</c> is its setting. What
/// fails on the way there is not tracked there.
/// </summary>
internal sealed class SentryErrorsIntegration : Integration
{
    public override string Name => "sentry-errors";

    public override int MapperVersion => 1;

    public override bool IsOfInstallation => true;

    public override TimeSpan? AgeMax => TimeSpan.FromDays(29);   // Source: relay refuses timestamps of more than 30 days ago.

    public override IntegrationLimits Limits { get; } = new()
    {
        RecordsMax = 1,             // Source: "Envelopes": one event per envelope.
        BytesMax = 1_024 * 1_024,   // Source: "Envelopes", size limits: 1 MB for an event.
        AgeMax = TimeSpan.Zero,
        RequestsMax = 1,            // Source: none; the end of a run must not overtake its beginning.
    };

    public override ImmutableArray<SettingsField> Fields { get; } =
    [
        new() { Name = "dsn", Kind = SettingKind.Secret, Required = true, CharactersMax = 500, Purpose = "The project's address and public key." },
        new() { Name = "environment", Kind = SettingKind.Text, Default = "production", Purpose = "How the installation is called there." },
    ];

    public override BoundIntegration Bind(SettingsValues values)
    {
        var dsn = SentryDsn.Read(values.Text("dsn")) ?? throw new InvalidOperationException("The DSN was checked before it was stored.");
        var settings = new SentryErrorsSettings(dsn, values.Text("environment"));
        return new BoundIntegration(
            _ => Mapping.Filtered("not_tracked"),
            (records, attemptAt) => Request(records[0], settings, attemptAt),
            (answer, _) => AnswerText.Judge(answer))
        {
            MapTracked = tracked => Mapping.Mapped(tracked.Error is { } error
                ? SentryPayload.OfError(tracked, error, settings)
                : SentryPayload.OfCheckIn(tracked, tracked.CheckIn ?? throw new InvalidOperationException("An empty event."), settings)),
        };
    }

    // Source: "Envelopes": a line of headers, then per item a line of headers and its payload.
    private static OutgoingRequest Request(OutgoingRecord record, SentryErrorsSettings settings, DateTimeOffset attemptAt)
    {
        var isCheckIn = JsonElement.Parse(record.Json.Span).TryGetProperty("check_in_id", out _);
        var body = new ArrayBufferWriter<byte>(record.Json.Length + 512);
        Line(body, json =>
        {
            if (!isCheckIn) json.WriteString("event_id", record.EventId.ToString("N"));
            json.WriteString("sent_at", EventTime.Milliseconds(attemptAt));
            json.WriteStartObject("sdk");
            json.WriteString("name", Library.Name);
            json.WriteString("version", Library.Version);
            json.WriteEndObject();
        });
        Line(body, json =>
        {
            json.WriteString("type", isCheckIn ? "check_in" : "event");
            json.WriteNumber("length", record.Json.Length);
            json.WriteString("content_type", "application/json");
        });
        body.Write(record.Json.Span);
        body.Write("\n"u8);
        return new OutgoingRequest
        {
            Address = settings.Dsn.Endpoint,
            Headers = [new("X-Sentry-Auth", $"Sentry sentry_version=7, sentry_client={Library.Name}/{Library.Version}, sentry_key={settings.Dsn.PublicKey}")],
            Body = body.WrittenMemory,
            ContentType = "application/x-sentry-envelope",
        };
    }

    private static void Line(ArrayBufferWriter<byte> body, Action<Utf8JsonWriter> write)
    {
        body.Write(JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }).Span);
        body.Write("\n"u8);
    }
}
