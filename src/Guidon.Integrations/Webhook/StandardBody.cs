using System.Text.Json;
using Guidon.Events;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.Webhook;

/// <summary>The body by Standard Webhooks: type, time of the event, data. Tells what the legacy body leaves out.</summary>
internal static class StandardBody
{
    internal static ReadOnlyMemory<byte> Write(EvaluatedEvent happened) => JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("type", "identity.evaluated");
        json.WriteString("timestamp", EventTime.Text(happened.OccurredAt));
        json.WriteStartObject("data");
        json.WriteString("id", happened.Id);
        WriteEnvironment(json, happened.Table);
        json.WriteStartObject("identity");
        json.WriteString("identifier", happened.Identifier);
        json.WriteBoolean("transient", happened.Transient);
        json.WriteBoolean("anonymous", happened.Anonymous);
        json.WriteEndObject();
        json.WriteStartArray("flags");
        foreach (var flag in happened.Flags) WriteFlag(json, flag);
        json.WriteEndArray();
        WriteTraits(json, happened);
        WriteSegments(json, happened);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static void WriteEnvironment(Utf8JsonWriter json, FlagTable table)
    {
        json.WriteStartObject("environment");
        json.WriteNumber("id", table.EnvironmentId);
        json.WriteString("key", table.EnvironmentKey);
        json.WriteString("name", table.EnvironmentName);
        json.WriteString("flag_set_version", table.FlagSetVersion);
        json.WriteEndObject();
    }

    private static void WriteFlag(Utf8JsonWriter json, in EvaluatedFlag flag)
    {
        var (row, outcome) = flag;
        json.WriteStartObject();
        json.WriteNumber("id", row.FeatureId);
        json.WriteString("name", row.Name);
        json.WriteString("type", row.Type);
        json.WriteBoolean("enabled", outcome.Enabled);
        json.WritePropertyName("value");
        json.WriteValue(outcome.Value);
        json.WriteString("variant", outcome.Variant);
        json.WriteString("reason", outcome.Reason);
        json.WriteEndObject();
    }

    private static void WriteTraits(Utf8JsonWriter json, EvaluatedEvent happened)
    {
        json.WriteStartArray("traits");
        foreach (var trait in happened.Traits)
        {
            json.WriteStartObject();
            json.WriteString("key", trait.Key);
            json.WritePropertyName("value");
            json.WriteValue(trait.Value);
            json.WriteBoolean("transient", trait.Transient);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSegments(Utf8JsonWriter json, EvaluatedEvent happened)
    {
        json.WriteStartArray("segments");
        for (var i = 0; i < happened.Segments.Length; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("id", happened.Table.Segments[i].Id);
            json.WriteString("name", happened.Table.Segments[i].Name);
            json.WriteBoolean("member", happened.Segments[i]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
