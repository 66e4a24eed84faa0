using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Guidon.Evaluation;

namespace Guidon.Flags;

/// <summary>Renders each answer of a flag set once, so that a request only copies bytes.</summary>
internal static class FlagFragments
{
    // The answer is application/json and never inside a page, so only what JSON itself needs is escaped.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <returns>One fragment per outcome, by its index.</returns>
    internal static byte[][] Render(FlagSet set)
    {
        var fragments = new byte[set.Outcomes.Length][];
        foreach (var outcome in set.Outcomes) fragments[outcome.Index] = Render(set.Flags[outcome.FlagIndex], outcome);
        return fragments;
    }

    /// <returns>The whole answer of <c>GET /flags/</c>: a bare array.</returns>
    internal static byte[] EnvironmentFlags(LiveEnvironment environment, bool serverSide)
    {
        var set = environment.FlagSet;
        var answer = new ArrayBufferWriter<byte>();
        answer.Write("["u8);
        foreach (var flag in set.Flags)
        {
            var outcome = set.Outcomes[Evaluator.EnvironmentOutcome(set, flag.Index)];
            if (!environment.IsShown(outcome, serverSide)) continue;
            if (answer.WrittenCount > 1) answer.Write(","u8);
            answer.Write(environment.Fragment(outcome.Index));
        }

        answer.Write("]"u8);
        return answer.WrittenSpan.ToArray();
    }

    private static byte[] Render(CompiledFlag flag, FlagOutcome outcome)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, s_options);
        json.WriteStartObject();
        json.WriteStartObject("feature"u8);
        json.WriteNumber("id"u8, flag.FeatureId);
        json.WriteString("name"u8, flag.Name);
        json.WriteString("type"u8, flag.Type);
        json.WriteEndObject();
        json.WriteBoolean("enabled"u8, outcome.Enabled);
        json.WritePropertyName("feature_state_value"u8);
        json.WriteRawValue(outcome.ValueJson);
        json.WriteString("variant"u8, outcome.Variant);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
