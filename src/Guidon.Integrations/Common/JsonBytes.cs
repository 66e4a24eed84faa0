using System.Buffers;
using System.Text.Json;
using Guidon.Delivery;
using Guidon.Events;

namespace Guidon.Integrations.Common;

/// <summary>Writes compact UTF-8 JSON by hand.</summary>
internal static class JsonBytes
{
    private const int ScratchBytesMax = 256 * 1024;
    private const int BodyRoom = 4 * 1024;

    [ThreadStatic] private static ArrayBufferWriter<byte>? t_scratch;   // mapping runs once per event; its buffers would be most of what it allocates

    /// <summary>A record, or a part of one.</summary>
    internal static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var bytes = t_scratch ?? new ArrayBufferWriter<byte>(1_024);
        t_scratch = null;   // one that is written inside this one takes its own
        using (var json = new Utf8JsonWriter(bytes)) write(json);
        var written = bytes.WrittenSpan.ToArray();   // windows keep records for long; the writer's spare room would come along
        bytes.ResetWrittenCount();
        if (bytes.Capacity <= ScratchBytesMax) t_scratch = bytes;
        return written;
    }

    /// <summary>The body of a request: room for all records from the start, since growing and copying megabytes costs more than writing them.</summary>
    internal static ReadOnlyMemory<byte> WriteBody(IReadOnlyList<OutgoingRecord> records, Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>(records.Sum(record => record.Json.Length + 1) + BodyRoom);
        using (var json = new Utf8JsonWriter(bytes)) write(json);
        return bytes.WrittenMemory;
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
