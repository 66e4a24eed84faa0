using System.Text.Json;
using Guidon.Evaluation;

namespace Guidon.Flags.Contexts;

/// <summary>Writes evaluation results (v2 schema).</summary>
public static class EvaluationResultWriter
{
    /// <summary>Writes one result object.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="set">What was evaluated.</param>
    /// <param name="outcomes">Per flag, the position of its outcome, as <see cref="Evaluator.Evaluate"/> gives them.</param>
    /// <param name="segments">Per segment, whether the subject is in it.</param>
    public static void Write(Utf8JsonWriter writer, FlagSet set, ReadOnlySpan<int> outcomes, ReadOnlySpan<bool> segments)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(set);
        writer.WriteStartObject();
        writer.WriteStartObject("flags");
        for (var i = 0; i < set.Flags.Length; i++) WriteFlag(writer, set.Flags[i], set.Outcomes[outcomes[i]]);
        writer.WriteEndObject();
        writer.WriteStartArray("segments");
        for (var i = 0; i < set.Segments.Length; i++)
            if (segments[i]) WriteSegment(writer, set.Segments[i]);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteFlag(Utf8JsonWriter writer, CompiledFlag flag, FlagOutcome outcome)
    {
        writer.WriteStartObject(flag.Name);
        writer.WriteString("name", flag.Name);
        writer.WriteBoolean("enabled", outcome.Enabled);
        WriteRaw(writer, "value", outcome.ValueJson);
        writer.WriteString("reason", outcome.Reason);
        writer.WriteString("variant", outcome.Variant);
        if (outcome.MetadataJson is { } metadata) WriteRaw(writer, "metadata", metadata);
        writer.WriteEndObject();
    }

    private static void WriteSegment(Utf8JsonWriter writer, CompiledSegment segment)
    {
        writer.WriteStartObject();
        writer.WriteString("name", segment.Name);
        if (segment.MetadataJson is { } metadata) WriteRaw(writer, "metadata", metadata);
        writer.WriteEndObject();
    }

    private static void WriteRaw(Utf8JsonWriter writer, string name, string json)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(json, skipInputValidation: true);
    }
}
