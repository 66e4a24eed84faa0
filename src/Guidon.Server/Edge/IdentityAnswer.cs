using System.Buffers;
using System.Text.Json;

namespace Guidon.Server.Edge;

/// <summary>Writes the answer of the identities endpoint: fragments are copied, only identifier and traits are written.</summary>
internal static class IdentityAnswer
{
    internal static void Write(in IdentityEvaluation evaluation, AnswerBuffer buffer)
    {
        var json = buffer.Json;
        json.WriteStartObject();
        json.WriteString("identifier"u8, evaluation.Identity.Identifier);
        WriteTraits(evaluation, json);
        json.Flush();
        buffer.Bytes.Write(",\"flags\":"u8);
        WriteFlags(evaluation, buffer);
        buffer.Bytes.Write("}"u8);
    }

    /// <summary>The member <c>traits</c>; an empty list where sensitive data is hidden.</summary>
    internal static void WriteTraits(in IdentityEvaluation evaluation, Utf8JsonWriter json)
    {
        var environment = evaluation.Environment;
        json.WriteStartArray("traits"u8);
        if (!environment.Document.HideSensitiveData)
        {
            foreach (var trait in evaluation.Identity.Traits)
            {
                json.WriteStartObject();
                json.WriteString("trait_key"u8, trait.Key);
                json.WritePropertyName("trait_value"u8);
                json.WriteRawValue(trait.Value.Json);
                json.WriteBoolean("transient"u8, trait.Transient);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    /// <summary>The bare list of what the caller may see.</summary>
    internal static void WriteFlags(in IdentityEvaluation evaluation, AnswerBuffer buffer)
    {
        var bytes = buffer.Bytes;
        var environment = evaluation.Environment;
        var outcomes = environment.FlagSet.Outcomes;
        bytes.Write("["u8);
        var first = true;
        foreach (var index in evaluation.Outcomes.Span)
        {
            if (!environment.IsShown(outcomes[index], evaluation.ServerSide)) continue;
            if (!first) bytes.Write(","u8);
            first = false;
            bytes.Write(environment.Fragment(index));
        }

        bytes.Write("]"u8);
    }
}
