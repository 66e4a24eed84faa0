using System.Collections.Frozen;
using System.Collections.Immutable;
using Guidon.Delivery;
using Guidon.Events;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.Mixpanel;

/// <summary>
/// State goes to the profile, history to an event of its own endpoint, since the endpoint for fresh events silently drops what is
/// older than five days.
/// </summary>
internal static class MixpanelMapper
{
    // Source: Ingestion API, "Limits": strings are cut after 255 characters, fewer than 255 properties; three are our own fields.
    internal static readonly PropertyRules Rules =
        new() { NameCharactersMax = 255, TextCharactersMax = 255, CountMax = 245, BytesMax = 900_000, IsReserved = IsReserved };

    // Source: Ingestion API, "distinct_id": values that are taken for the absence of a user.
    private static readonly IdentifierRules s_identifiers = new(
        "Mixpanel",
        255,
        FrozenSet.Create(
            StringComparer.OrdinalIgnoreCase,
            "0", "-1", "-0", "00000000-0000-0000-0000-000000000000", "anon", "anonymous", "false", "lmy47d", "n/a", "na", "nil", "none", "null",
            "true", "undefined", "unknown", "[]", "{}"));

    // Source: Ingestion API, "time": from 1971 on.
    private static readonly DateTimeOffset s_oldest = new(1971, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static Mapping Map(EvaluatedEvent happened, MixpanelSettings settings)
    {
        if (s_identifiers.Refusal(happened, settings.HashesLongIds) is { } refusal) return refusal;
        if (happened.OccurredAt < s_oldest) return Mapping.Parked("too_old", "Mixpanel takes no event from before 1971.");
        var pages = FlagProperties.Pages(happened, settings.Rules);
        ImmutableArray<ReadOnlyMemory<byte>> profiles = [.. pages.Select(page => Profile(happened, settings.Token, page))];
        var mapping = settings.SendEvents
            ? Mapping.MappedInTwo(profiles, [.. pages.Select((page, ordinal) => Event(happened, page, ordinal))])
            : Mapping.Mapped(profiles);
        return mapping with { States = profiles.Length };
    }

    private static ReadOnlyMemory<byte> Profile(EvaluatedEvent happened, string token, ImmutableArray<FlagProperty> page) =>
        JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("$token", token);
            json.WriteString("$distinct_id", s_identifiers.IdOf(happened));
            json.WriteString("$ip", "0");   // the request comes from this server, not from the user
            json.WriteStartObject("$set");
            FlagProperties.Write(json, page);
            json.WriteEndObject();
            json.WriteEndObject();
        });

    private static ReadOnlyMemory<byte> Event(EvaluatedEvent happened, ImmutableArray<FlagProperty> page, int ordinal) =>
        JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("event", "Flags Evaluated");
            json.WriteStartObject("properties");
            json.WriteNumber("time", happened.OccurredAt.ToUnixTimeMilliseconds());
            json.WriteString("distinct_id", s_identifiers.IdOf(happened));
            json.WriteString("$insert_id", RecordId.Of(happened.Id, $"mixpanel:{ordinal}"));
            json.WriteString("ip", "0");
            FlagProperties.Write(json, page);
            json.WriteEndObject();
            json.WriteEndObject();
        });

    // Beside the fields of the event itself everything with a dollar is Mixpanel's own, in profiles too ($email, $name).
    private static bool IsReserved(string name) =>
        name.StartsWith('$') || name.StartsWith("mp_", StringComparison.Ordinal)
        || name is "time" or "distinct_id" or "ip" or "token" or "length" or "bucket" or "event";
}
