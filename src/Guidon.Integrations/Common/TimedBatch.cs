using Guidon.Delivery;

namespace Guidon.Integrations.Common;

/// <summary>Records as a list beside the time of the attempt. Receivers move every time in it by how late it arrives: an old one would make an old event a new one.</summary>
internal static class TimedBatch
{
    /// <param name="records">The list, under <c>batch</c>.</param>
    /// <param name="attemptAt">The time of the attempt.</param>
    /// <param name="timeName">What the receiver calls it.</param>
    /// <param name="key">The receiver's name for the project's key, and the key, where it belongs into the body.</param>
    internal static ReadOnlyMemory<byte> Write(
        IReadOnlyList<OutgoingRecord> records, DateTimeOffset attemptAt, string timeName, (string Name, string Text)? key = null) => JsonBytes.WriteBody(records, json =>
    {
        json.WriteStartObject();
        if (key is var (name, text)) json.WriteString(name, text);
        json.WriteString(timeName, EventTime.Milliseconds(attemptAt));
        json.WriteRecords("batch", records);
        json.WriteEndObject();
    });
}
