using System.Globalization;
using System.Text.Json;
using Guidon.Events.Tracking;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.SentryErrors;

/// <summary>Items of an envelope. Source: "Event payloads" and "Check-ins" of the SDK documentation.</summary>
internal static class SentryPayload
{
    internal static ReadOnlyMemory<byte> OfError(TrackedEvent tracked, TrackedError error, SentryErrorsSettings settings) => JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("event_id", tracked.Id.ToString("N"));
        json.WriteString("timestamp", EventTime.Text(tracked.OccurredAt));
        json.WriteString("platform", "csharp");
        json.WriteString("level", "error");
        json.WriteString("logger", error.Logger);
        json.WriteString("release", Release(tracked));
        json.WriteString("environment", settings.Environment);
        json.WriteString("server_name", tracked.Node);
        json.WriteStartArray("fingerprint");
        foreach (var part in Fingerprint(error)) json.WriteStringValue(part);
        json.WriteEndArray();
        WriteTags(json, error);
        json.WriteStartObject("extra");
        json.WriteNumber("count", error.Count);
        json.WriteEndObject();
        WriteException(json, error);
        json.WriteEndObject();
    });

    internal static ReadOnlyMemory<byte> OfCheckIn(TrackedEvent tracked, TrackedCheckIn checkIn, SentryErrorsSettings settings) => JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("check_in_id", checkIn.Run.ToString("N"));
        json.WriteString("monitor_slug", checkIn.Monitor);
        json.WriteString("status", checkIn.State switch { TrackedState.Begun => "in_progress", TrackedState.Well => "ok", _ => "error" });
        json.WriteString("release", Release(tracked));
        json.WriteString("environment", settings.Environment);
        json.WriteStartObject("monitor_config");
        json.WriteStartObject("schedule");
        json.WriteString("type", "interval");
        json.WriteNumber("value", checkIn.EveryMinutes);
        json.WriteString("unit", "minute");
        json.WriteEndObject();
        json.WriteNumber("checkin_margin", checkIn.EveryMinutes);
        json.WriteNumber("max_runtime", checkIn.MinutesMax);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    // A mapper that breaks is one issue, however many events it meets; another version of it is another.
    private static string[] Fingerprint(TrackedError error) => error.MapperVersion > 0
        ? [error.Integration, Text(error.MapperVersion), error.Type]
        : [error.Logger, Text(error.LogEvent), error.Type];

    private static void WriteTags(Utf8JsonWriter json, TrackedError error)
    {
        json.WriteStartObject("tags");
        json.WriteString("log_event", Text(error.LogEvent));
        if (error.Integration.Length > 0) json.WriteString("vendor", error.Integration);
        if (error.MapperVersion > 0) json.WriteString("mapper_version", Text(error.MapperVersion));
        if (error.Environment.Length > 0) json.WriteString("env", error.Environment);
        if (error.Destination is { } destination) json.WriteString("destination", Text(destination));
        json.WriteEndObject();
    }

    private static void WriteException(Utf8JsonWriter json, TrackedError error)
    {
        var dot = error.Type.LastIndexOf('.');
        json.WriteStartObject("exception");
        json.WriteStartArray("values");
        json.WriteStartObject();
        json.WriteString("type", error.Type[(dot + 1)..]);
        if (dot > 0) json.WriteString("module", error.Type[..dot]);
        json.WriteString("value", error.MapperVersion > 0 ? $"{error.Integration} mapper {error.MapperVersion}" : $"log event {error.LogEvent}");
        if (!error.Frames.IsDefaultOrEmpty) WriteFrames(json, error);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFrames(Utf8JsonWriter json, TrackedError error)
    {
        json.WriteStartObject("stacktrace");
        json.WriteStartArray("frames");
        foreach (var frame in error.Frames)
        {
            json.WriteStartObject();
            json.WriteString("function", frame.Method);
            if (frame.Type.Length > 0) json.WriteString("module", frame.Type);
            if (frame.Line > 0) json.WriteNumber("lineno", frame.Line);
            json.WriteBoolean("in_app", frame.Type.StartsWith("Guidon.", StringComparison.Ordinal));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Release(TrackedEvent tracked) => $"guidon@{tracked.Release}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
