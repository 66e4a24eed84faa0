using System.Text.Json;
using System.Text.Json.Serialization;

namespace Guidon.Events;

/// <summary>Writes an <see cref="EventValue"/> as the JSON that it holds, so that its type survives.</summary>
internal sealed class EventValueConverter : JsonConverter<EventValue>
{
    public override bool HandleNull => true;

    public override EventValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        return new EventValue(value.RootElement.GetRawText());
    }

    public override void Write(Utf8JsonWriter writer, EventValue value, JsonSerializerOptions options) => writer.WriteRawValue(value.Json);
}
