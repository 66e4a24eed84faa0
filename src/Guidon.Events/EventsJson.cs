using System.Text.Json.Serialization;

namespace Guidon.Events;

/// <summary>The room's JSON: flag tables, changes, alerts, mails and errors at rest.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(EventValueConverter)])]
[JsonSerializable(typeof(FlagTable))]
[JsonSerializable(typeof(Changes.ChangeEvent))]
[JsonSerializable(typeof(Alerts.AlertEvent))]
[JsonSerializable(typeof(Mail.MailEvent))]
[JsonSerializable(typeof(Tracking.TrackedEvent))]
internal sealed partial class EventsJson : JsonSerializerContext;
