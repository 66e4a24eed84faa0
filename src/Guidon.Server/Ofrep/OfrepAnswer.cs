using System.Text.Json;
using Guidon.Evaluation;
using Guidon.Flags;
using Guidon.Server.Edge;

namespace Guidon.Server.Ofrep;

/// <summary>
/// Writes answers as OFREP knows them. The protocol sends no wanted type, so one value must stand for a flag's two halves: a flag without
/// a value is its switch, a flag with one is that value while it is on, and while it is off the code's own default.
/// </summary>
internal static class OfrepAnswer
{
    private const string SegmentMark = "TARGETING_MATCH; segment=";

    /// <summary>All flags that the caller may see.</summary>
    internal static void WriteBulk(in IdentityEvaluation evaluation, AnswerBuffer buffer)
    {
        WriteBulk(buffer.Json, evaluation.Environment, evaluation.Outcomes.Span, evaluation.ServerSide);
        buffer.Json.Flush();
    }

    /// <param name="json">Receives the body.</param>
    /// <param name="environment">Whose flags.</param>
    /// <param name="outcomes">One per flag, by its position.</param>
    /// <param name="serverSide">The caller used a server-side key.</param>
    internal static void WriteBulk(Utf8JsonWriter json, LiveEnvironment environment, ReadOnlySpan<int> outcomes, bool serverSide)
    {
        json.WriteStartObject();
        json.WriteStartArray("flags"u8);
        foreach (var index in outcomes)
        {
            var outcome = environment.FlagSet.Outcomes[index];
            if (environment.IsShown(outcome, serverSide)) WriteFlag(json, environment.FlagSet, outcome);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>One success object.</summary>
    internal static void WriteFlag(Utf8JsonWriter json, FlagSet set, FlagOutcome outcome)
    {
        var flag = set.Flags[outcome.FlagIndex];
        json.WriteStartObject();
        json.WriteString("key"u8, flag.Name);
        WriteValue(json, outcome);
        json.WriteString("reason"u8, ReasonOf(outcome));
        if (outcome.Variant is not null) json.WriteString("variant"u8, outcome.Variant);
        json.WriteStartObject("metadata"u8);
        json.WriteNumber("featureId"u8, flag.FeatureId);
        json.WriteBoolean("enabled"u8, outcome.Enabled);
        if (outcome.Weight is { } weight) json.WriteNumber("weight"u8, weight);
        if (outcome.Reason.StartsWith(SegmentMark, StringComparison.Ordinal)) json.WriteString("segment"u8, outcome.Reason.AsSpan(SegmentMark.Length));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, FlagOutcome outcome)
    {
        if (outcome.ValueJson == "null")
        {
            json.WriteBoolean("value"u8, outcome.Enabled);
        }
        else if (outcome.Enabled)
        {
            json.WritePropertyName("value"u8);
            json.WriteRawValue(outcome.ValueJson);
        }
    }

    private static string ReasonOf(FlagOutcome outcome) =>
        !outcome.Enabled ? "DISABLED"
        : outcome.Weight is not null ? "SPLIT"
        : outcome.Reason.StartsWith("TARGETING_MATCH", StringComparison.Ordinal) ? "TARGETING_MATCH"
        : "STATIC";
}
