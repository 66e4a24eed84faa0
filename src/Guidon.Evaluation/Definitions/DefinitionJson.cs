using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Guidon.Evaluation.Definitions;

/// <summary>A definition in the shape of the v2 schema, without an identity.</summary>
internal static class DefinitionJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Of equal names and keys the last one is written, in the place of the first.</summary>
    public static JsonElement Write(EnvironmentDefinition definition)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("environment");
            writer.WriteString("key", definition.Key);
            writer.WriteString("name", definition.Name);
            writer.WriteEndObject();
            writer.WriteStartObject("features");
            foreach (var feature in definition.Features) WriteFeature(writer, feature);
            writer.WriteEndObject();
            writer.WriteStartObject("segments");
            foreach (var segment in definition.Segments) WriteSegment(writer, segment);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static void WriteFeature(Utf8JsonWriter writer, FeatureDefinition feature)
    {
        writer.WriteStartObject(feature.Name);
        WriteState(writer, feature.Name, feature.State);
        writer.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter writer, string name, StateDefinition state)
    {
        writer.WriteString("key", state.Key);
        writer.WriteString("name", name);
        writer.WriteBoolean("enabled", state.Enabled);
        WriteRaw(writer, "value", state.ValueJson);
        if (state.MetadataJson is { } metadata) WriteRaw(writer, "metadata", metadata);
        if (state.Variants.IsEmpty) return;
        writer.WriteStartArray("variants");
        foreach (var variant in state.Variants)
        {
            writer.WriteStartObject();
            if (variant.Key is { } key) writer.WriteString("key", key);
            WriteRaw(writer, "value", variant.ValueJson);
            writer.WriteNumber("weight", variant.Weight);
            if (variant.Priority != Priority.Weakest) WriteRaw(writer, "priority", variant.Priority.ToString());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteSegment(Utf8JsonWriter writer, SegmentDefinition segment)
    {
        writer.WriteStartObject(segment.Key);
        writer.WriteString("key", segment.Key);
        writer.WriteString("name", segment.Name);
        if (segment.MetadataJson is { } metadata) WriteRaw(writer, "metadata", metadata);
        writer.WriteStartArray("rules");
        foreach (var rule in segment.Rules) WriteRule(writer, rule);
        writer.WriteEndArray();
        writer.WriteStartArray("overrides");
        foreach (var change in segment.Overrides)
        {
            writer.WriteStartObject();
            WriteState(writer, change.FeatureName, change.State);
            if (change.Priority != Priority.Weakest) WriteRaw(writer, "priority", change.Priority.ToString());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter writer, RuleDefinition rule)
    {
        writer.WriteStartObject();
        writer.WriteString("type", rule.Type);
        writer.WriteStartArray("conditions");
        foreach (var condition in rule.Conditions)
        {
            writer.WriteStartObject();
            writer.WriteString("property", condition.Property);
            writer.WriteString("operator", condition.Operator);
            writer.WriteString("value", condition.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("rules");
        foreach (var inner in rule.Rules) WriteRule(writer, inner);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteRaw(Utf8JsonWriter writer, string name, string json)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(json, skipInputValidation: true);
    }
}
