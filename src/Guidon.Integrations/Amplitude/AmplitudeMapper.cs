using System.Collections.Frozen;
using System.Text.Json;
using Guidon.Delivery;
using Guidon.Events;

namespace Guidon.Integrations.Amplitude;

/// <summary>
/// One <c>$identify</c> per evaluation: property key = the feature's name, value = the flag's value when it is enabled and has one,
/// else whether it is enabled. Names live inside <c>$set</c>, so none of them can override a field of Amplitude.
/// </summary>
internal static class AmplitudeMapper
{
    // Source: HTTP V2 API, "String length: 1024 characters"; longer ones are cut by us, visibly.
    private const int TextCharactersMax = 1_024;
    private const string Library = "guidon";

    // Source: HTTP V2 API, "Device IDs and User IDs": ids that Amplitude refuses whatever the minimum length.
    private static readonly FrozenSet<string> s_reservedIds =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "anonymous", "null", "0", "-1", "unknown", Guid.Empty.ToString());

    internal static Mapping Map(EvaluatedEvent happened, bool withEvent)
    {
        // A made-up identifier would become a new user for every call.
        if (happened.Anonymous) return Mapping.Filtered("anonymous");
        if (s_reservedIds.Contains(happened.Identifier))
            return Mapping.Parked("reserved_id", $"Amplitude refuses the user id \"{happened.Identifier}\".");
        if (happened.Identifier.Length > TextCharactersMax)
            return Mapping.Parked(
                "identifier_too_long", $"Amplitude takes {TextCharactersMax} of the {happened.Identifier.Length} characters.");
        var profile = Record(happened, 0, "$identify", "user_properties", isProfile: true);
        var mapping = withEvent
            ? Mapping.Mapped(profile, Record(happened, 1, "Flags Evaluated", "event_properties", isProfile: false))
            : Mapping.Mapped(profile);
        return mapping with { States = 1 };
    }

    private static ReadOnlyMemory<byte> Record(EvaluatedEvent happened, int ordinal, string type, string properties, bool isProfile) =>
        JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("event_type", type);
            json.WriteString("user_id", happened.Identifier);
            json.WriteNumber("time", happened.OccurredAt.ToUnixTimeMilliseconds());
            json.WriteString("insert_id", RecordId.Of(happened.Id, $"amplitude:{ordinal}"));
            json.WriteString("library", Library);
            json.WriteStartObject(properties);
            if (isProfile) json.WriteStartObject("$set");
            WriteFlags(json, happened);
            if (isProfile) json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        });

    private static void WriteFlags(Utf8JsonWriter json, EvaluatedEvent happened)
    {
        HashSet<string>? names = null;
        foreach (var (row, outcome) in happened.Flags)
        {
            json.WritePropertyName(row.Name);
            if (!outcome.Enabled || ValueText.IsNull(outcome.Value))
            {
                json.WriteBooleanValue(outcome.Enabled);
                continue;
            }

            // The escaped form is never shorter than the text, so most values need no look inside.
            var isLong = outcome.Value.Json.Length > TextCharactersMax && ValueText.IsText(outcome.Value);
            var text = isLong ? ValueText.Unquote(outcome.Value) : "";
            if (text.Length <= TextCharactersMax)
            {
                json.WriteValue(outcome.Value);
                continue;
            }

            json.WriteStringValue(Cut(text));
            names ??= [.. happened.Flags.Select(flag => flag.Flag.Name)];
            json.WriteBoolean(Marker(row.Name, names), true);
        }
    }

    private static ReadOnlySpan<char> Cut(string text) =>
        text.AsSpan(0, char.IsHighSurrogate(text[TextCharactersMax - 1]) ? TextCharactersMax - 1 : TextCharactersMax);

    // A customer may have a flag of that very name; two equal keys would make one of them vanish.
    private static string Marker(string name, HashSet<string> taken)
    {
        var marker = name + "__truncated";
        while (!taken.Add(marker)) marker += "_";
        return marker;
    }
}
