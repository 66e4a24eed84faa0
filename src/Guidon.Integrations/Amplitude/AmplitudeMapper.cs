using System.Collections.Frozen;
using System.Collections.Immutable;
using Guidon.Delivery;
using Guidon.Events;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.Amplitude;

/// <summary>
/// One <c>$identify</c> per evaluation, and on wish an event. Names live inside <c>$set</c> and <c>event_properties</c>, so none of
/// them can override a field of Amplitude.
/// </summary>
internal static class AmplitudeMapper
{
    // Source: HTTP V2 API, "String length: 1024 characters"; longer ones are cut by us, visibly.
    private const int TextCharactersMax = 1_024;

    private static readonly PropertyRules s_rules = new() { NameCharactersMax = TextCharactersMax, TextCharactersMax = TextCharactersMax };

    // Source: HTTP V2 API, "Device IDs and User IDs": ids that Amplitude refuses whatever the minimum length.
    private static readonly IdentifierRules s_identifiers = new(
        "Amplitude",
        TextCharactersMax,
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "anonymous", "null", "0", "-1", "unknown", Guid.Empty.ToString()));

    internal static Mapping Map(EvaluatedEvent happened, AmplitudeSettings settings)
    {
        if (s_identifiers.Refusal(happened, settings.HashesLongIds) is { } refusal) return refusal;
        var page = FlagProperties.Pages(happened, s_rules)[0];
        var profile = Record(happened, 0, "$identify", "user_properties", page);
        var mapping = settings.SendEvents
            ? Mapping.Mapped(profile, Record(happened, 1, "Flags Evaluated", "event_properties", page))
            : Mapping.Mapped(profile);
        return mapping with { States = 1 };
    }

    private static ReadOnlyMemory<byte> Record(
        EvaluatedEvent happened, int ordinal, string type, string properties, ImmutableArray<FlagProperty> page) =>
        JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("event_type", type);
            json.WriteString("user_id", s_identifiers.IdOf(happened));
            json.WriteNumber("time", happened.OccurredAt.ToUnixTimeMilliseconds());
            json.WriteString("insert_id", RecordId.Of(happened.Id, $"amplitude:{ordinal}"));
            json.WriteString("library", Library.Name);
            json.WriteStartObject(properties);
            if (ordinal == 0) json.WriteStartObject("$set");
            FlagProperties.Write(json, page);
            if (ordinal == 0) json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        });
}
