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

    // Mapping runs once per event; its buffers and writers would be most of what it allocates.
    [ThreadStatic] private static (ArrayBufferWriter<byte> Bytes, Utf8JsonWriter Json)? t_scratch;

    /// <summary>A record, or a part of one.</summary>
    internal static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var (bytes, json) = t_scratch ?? NewScratch();
        t_scratch = null;   // one that is written inside this one takes its own
        write(json);
        json.Flush();
        var written = bytes.WrittenSpan.ToArray();   // windows keep records for long; the writer's spare room would come along
        bytes.ResetWrittenCount();
        json.Reset();
        if (bytes.Capacity <= ScratchBytesMax) t_scratch = (bytes, json);
        return written;
    }

    private static (ArrayBufferWriter<byte> Bytes, Utf8JsonWriter Json) NewScratch()
    {
        var bytes = new ArrayBufferWriter<byte>(1_024);
        return (bytes, new Utf8JsonWriter(bytes));
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
