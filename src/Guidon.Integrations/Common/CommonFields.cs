using System.Collections.Immutable;
using Guidon.Delivery.Settings;

namespace Guidon.Integrations.Common;

/// <summary>Settings that several receivers have, under one name each, so that forms and clients look alike.</summary>
internal static class CommonFields
{
    internal const string ApiKeyName = "api_key";
    internal const string BaseUrlName = "base_url";
    internal const string SendEventsName = "send_events";
    internal const string ValuesName = "values";
    internal const string LongIdsName = "long_ids";
    private const string Compat = "compat";
    private const string Hash = "hash";

    internal static SettingsField Values { get; } = new()
    {
        Name = ValuesName,
        Kind = SettingKind.Choice,
        Choices = ["corrected", Compat],
        Default = "corrected",
        Purpose = "corrected sends the values 0, false and empty as they are; compat sends true for them, as Flagsmith does.",
    };

    internal static SettingsField LongIds { get; } = new()
    {
        Name = LongIdsName,
        Kind = SettingKind.Choice,
        Choices = ["park", Hash],
        Default = "park",
        Purpose = "An identifier that is too long for the receiver: park its events, or send the SHA-256 of the identifier instead.",
    };

    internal static SettingsField ApiKey(string purpose) =>
        new() { Name = ApiKeyName, Kind = SettingKind.Secret, Required = true, CharactersMax = 100, Purpose = purpose };

    /// <param name="regions">The receiver's regions; the first is the default, none makes the address required.</param>
    /// <param name="purpose">One sentence.</param>
    internal static SettingsField BaseUrl(ImmutableArray<string> regions, string purpose) => new()
    {
        Name = BaseUrlName,
        Kind = SettingKind.Address,
        Required = regions.IsEmpty,
        Default = regions.IsEmpty ? "" : regions[0],
        Choices = regions,
        Purpose = purpose,
    };

    internal static SettingsField SendEvents(bool isDefault) => new()
    {
        Name = SendEventsName,
        Kind = SettingKind.Switch,
        Default = isDefault ? "true" : "false",
        Purpose = "Also record an event \"Flags Evaluated\" per evaluation; counts towards the plan's events.",
    };

    /// <summary>An endpoint below the destination's base address, with or without a final slash.</summary>
    internal static Uri Endpoint(SettingsValues values, string path) => new(values.Text(BaseUrlName).TrimEnd('/') + path);

    internal static bool HashesLongIds(SettingsValues values) => values.Text(LongIdsName) == Hash;

    internal static bool IsCompat(SettingsValues values) => values.Text(ValuesName) == Compat;

    /// <summary>A switch that was added later is absent in settings that were stored before.</summary>
    internal static bool Switch(SettingsValues values, SettingsField field) =>
        values.Has(field.Name) ? values.Switch(field.Name) : field.Default == "true";
}
