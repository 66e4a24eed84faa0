using System.Buffers;
using System.Text.Json;
using Guidon.Delivery;
using Guidon.Events;

namespace Guidon.Integrations.Common;

/// <summary>Writes compact UTF-8 JSON by hand.</summary>
internal static class JsonBytes
{
    internal static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>(1_024);
        using (var json = new Utf8JsonWriter(bytes)) write(json);
        return bytes.WrittenSpan.ToArray();   // windows keep records for long; the writer's spare room would come along
    }

    /// <summary>Writes a flag or trait value with its own type. A lone surrogate becomes U+FFFD, since UTF-8 has no form for it.</summary>
    internal static void WriteValue(this Utf8JsonWriter json, EventValue value)
    {
        if (ValueText.IsText(value)) json.WriteStringValue(ValueText.Unquote(value));
        else json.WriteRawValue(value.Json);
    }

    /// <summary>Writes records as an array; under a name when the array is a property.</summary>
    internal static void WriteRecords(this Utf8JsonWriter json, string? name, IReadOnlyList<OutgoingRecord> records)
    {
        if (name is null) json.WriteStartArray();
        else json.WriteStartArray(name);
        foreach (var record in records) json.WriteRawValue(record.Json.Span, skipInputValidation: true);
        json.WriteEndArray();
    }
}
