using System.Globalization;
using System.Text.Json;

namespace Guidon.Integrations.Health;

/// <summary>Reads members of bodies that were not written for us: what has another type than is wanted is not there.</summary>
internal static class HealthFields
{
    /// <summary>A member that is a text with something in it.</summary>
    internal static string? Text(this JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    /// <summary>A member that is an object, else one without members.</summary>
    internal static JsonElement Object(this JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : default;

    /// <summary>The items of a member that is a list.</summary>
    internal static IReadOnlyList<JsonElement> Items(this JsonElement owner, string name)
    {
        if (owner.ValueKind != JsonValueKind.Object || !owner.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.Array) return [];
        return [.. value.EnumerateArray()];
    }

    /// <summary>A member that is a time.</summary>
    internal static DateTimeOffset? Time(this JsonElement owner, string name) =>
        owner.Text(name) is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
