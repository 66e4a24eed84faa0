using System.Collections.Immutable;
using System.Text.Json;
using Guidon.Events.Retention;

namespace Guidon.Delivery.Settings;

/// <summary>The settings with which an owner withholds traits from one destination, where the integration sends traits.</summary>
public static class TraitFields
{
    private const string Allow = "allow_traits";
    private const string Drop = "drop_traits";
    private const string Hash = "hash_traits";

    /// <summary>In the order that people fill them in.</summary>
    public static ImmutableArray<SettingsField> All { get; } =
    [
        new()
        {
            Name = Allow,
            Kind = SettingKind.Names,
            CharactersMax = 200,
            Purpose = "When set, this destination gets only these traits; null for all that the environment keeps.",
        },
        new()
        {
            Name = Drop,
            Kind = SettingKind.Names,
            CharactersMax = 200,
            Purpose = "Traits that this destination never gets, whatever else is allowed.",
        },
        new()
        {
            Name = Hash,
            Kind = SettingKind.Names,
            CharactersMax = 200,
            Purpose = "Traits whose values this destination gets as a keyed hash: equal values stay equal, and nobody can read them back.",
        },
    ];

    /// <summary>The rules of a destination.</summary>
    /// <param name="integration">One that sends no traits has none.</param>
    /// <param name="values">Its settings.</param>
    /// <param name="protector">Makes the hashes.</param>
    /// <returns><see langword="null"/> when it gets whatever the environment keeps.</returns>
    public static TraitFilter? Filter(Integration integration, SettingsValues values, ISettingsProtector protector)
    {
        ArgumentNullException.ThrowIfNull(integration);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(protector);
        if (!integration.WantsTraits) return null;
        var rules = new TraitRules { Allow = Names(values, Allow), Drop = Names(values, Drop) ?? [], Hash = Names(values, Hash) ?? [] };
        return TraitFilter.Of(rules, protector.Pseudonym);
    }

    private static ImmutableArray<string>? Names(SettingsValues values, string field)
    {
        var text = values.Text(field);
        return text.Length == 0 ? null : JsonSerializer.Deserialize(text, SettingsJson.Default.ImmutableArrayString);
    }
}
