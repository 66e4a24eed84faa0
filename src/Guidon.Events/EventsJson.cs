using System.Text.Json.Serialization;

namespace Guidon.Events;

/// <summary>The room's JSON: flag tables and changes at rest.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(EventValueConverter)])]
[JsonSerializable(typeof(FlagTable))]
[JsonSerializable(typeof(Changes.ChangeEvent))]
internal sealed partial class EventsJson : JsonSerializerContext;
