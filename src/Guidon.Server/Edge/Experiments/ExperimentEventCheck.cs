using System.Runtime.InteropServices;
using System.Text.Json;

namespace Guidon.Server.Edge.Experiments;

/// <summary>Judges one event of an experiment by itself. The limits are the protocol's.</summary>
internal static class ExperimentEventCheck
{
    private const string Exposure = "$flag_exposure";
    private const int NameCharsMax = 256;
    private const int TextCharsMax = 2_000;
    private const int ValueBytesMax = 128 * 1024;
    private const int TraitsBytesMax = 32 * 1024;
    private const int MetadataBytesMax = 8 * 1024;

    private static readonly DateTimeOffset s_earliest = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_aheadMax = TimeSpan.FromHours(24);

    /// <returns>What is wrong, beginning with the field; <see langword="null"/> when it is accepted.</returns>
    internal static string? Error(JsonElement item, DateTimeOffset now) =>
        item.ValueKind != JsonValueKind.Object ? " must be an object"
        : NameError(item) ?? TextError(item, "feature_name") ?? TextError(item, "identifier") ?? ValueError(item)
            ?? ObjectError(item, "traits", TraitsBytesMax) ?? TraitError(item) ?? ObjectError(item, "metadata", MetadataBytesMax) ?? TimeError(item, now);

    /// <summary>The feature that an accepted event is about; <see langword="null"/> when it names none.</summary>
    internal static string? FeatureOf(JsonElement item) => Member(item, "feature_name")?.GetString();

    private static JsonElement? Member(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? NameError(JsonElement item)
    {
        if (Member(item, "event") is not { ValueKind: JsonValueKind.String } member || member.GetString() is not { Length: > 0 } name) return ".event must be non-empty";
        if (name.Length > NameCharsMax) return $".event must have at most {NameCharsMax} characters";
        if (!name.StartsWith('$')) return null;
        if (name != Exposure) return ".event begins with $, which is reserved";
        return Member(item, "feature_name") is null ? $".feature_name is required for {Exposure}" : null;
    }

    private static string? TextError(JsonElement item, string name) => Member(item, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text when text.GetString() is { Length: > 0 and <= TextCharsMax } => null,
        _ => $".{name} must be a text of 1 to {TextCharsMax} characters",
    };

    private static string? ValueError(JsonElement item) =>
        Member(item, "value") is { } value && BytesOf(value) > ValueBytesMax ? $".value must have at most {ValueBytesMax} bytes" : null;

    private static string? ObjectError(JsonElement item, string name, int bytesMax) => Member(item, name) switch
    {
        null => null,
        { ValueKind: not JsonValueKind.Object } => $".{name} must be an object",
        { } value when BytesOf(value) > bytesMax => $".{name} must have at most {bytesMax} bytes",
        _ => null,
    };

    private static string? TraitError(JsonElement item)
    {
        if (Member(item, "traits") is not { } traits) return null;
        foreach (var trait in traits.EnumerateObject())
        {
            if (TraitReader.KeyError(trait.Name) is not null) return ".traits has a key that is blank or too long";
            if (trait.Value.ValueKind == JsonValueKind.String && trait.Value.GetString() is { Length: > TextCharsMax }) return $".traits has a text of more than {TextCharsMax} characters";
        }

        return null;
    }

    private static string? TimeError(JsonElement item, DateTimeOffset now)
    {
        if (Member(item, "timestamp") is not { ValueKind: JsonValueKind.Number } member || !member.TryGetInt64(out var milliseconds)) return ".timestamp must be milliseconds since 1970";
        return milliseconds <= s_earliest.ToUnixTimeMilliseconds() || milliseconds > (now + s_aheadMax).ToUnixTimeMilliseconds()
            ? ".timestamp must be after 2020-01-01 and at most 24 hours ahead"
            : null;
    }

    private static int BytesOf(JsonElement element) => JsonMarshal.GetRawUtf8Value(element).Length;
}
