using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Guidon.Contracts;
using Guidon.Server.Edge;

namespace Guidon.Server.Management;

/// <summary>
/// A flag's value between its stored form, a JSON scalar as text, and the three ways in which clients write it: bare, as
/// <c>{"type", "value"}</c> with text in it, and as <c>{"type", "string_value", "integer_value", "boolean_value"}</c>.
/// </summary>
internal static class ScalarValue
{
    internal const string Null = "null";
    internal const int CharsMax = 20_000;

    /// <summary>Shares are entered with a few decimals; their sum may miss 100 by rounding.</summary>
    internal const double WeightTolerance = 1e-9;

    internal static string OfText(string text) => "\"" + JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text) + "\"";

    /// <summary>With its type; <see langword="null"/> for no value.</summary>
    internal static FlagValue? Typed(string stored)
    {
        var json = JsonElement.Parse(stored);
        return json.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => new FlagValue("string", json.GetString() ?? ""),
            JsonValueKind.True or JsonValueKind.False => new FlagValue("boolean", json.GetRawText()),
            _ => new FlagValue("integer", json.GetRawText()),
        };
    }

    /// <summary>Any of the three ways.</summary>
    /// <returns>The stored form; <see langword="null"/> after an error was noted for the field.</returns>
    internal static string? Read(JsonElement value, string field, FieldErrors errors)
    {
        if (value.ValueKind != JsonValueKind.Object) return Bare(value, field, errors);
        var reader = new FieldReader(value, new FieldErrors());
        errors.Add(field, reader.Errors);
        return reader.Has("value") ? ReadTyped(reader) : ReadByKind(reader);
    }

    /// <summary>The second way alone; null is no value.</summary>
    internal static string? ReadTyped(JsonElement value, string field, FieldErrors errors)
    {
        if (value.ValueKind == JsonValueKind.Null) return Null;
        var reader = new FieldReader(value, new FieldErrors());
        errors.Add(field, reader.Errors);
        return ReadTyped(reader);
    }

    private static string? ReadTyped(FieldReader reader)
    {
        var type = reader.Text("type", charsMax: 20);
        var text = reader.Needed("value") is null ? null : reader.TextOrNull("value", CharsMax);
        if (type is null || text is null) return null;
        switch (type)
        {
            case "string" or "unicode": return OfText(text);
            case "integer" or "int" when IsWhole(text): return text;
            case "boolean" or "bool" when bool.TryParse(text, out var on): return on ? "true" : "false";
            case "integer" or "int":
                reader.Errors.Add("value", "A valid integer is required.");
                return null;
            case "boolean" or "bool":
                reader.Errors.Add("value", "Must be a valid boolean.");
                return null;
            default:
                reader.Errors.Add("type", $"\"{type}\" is not a valid choice: string, integer or boolean.");
                return null;
        }
    }

    /// <summary>The third way, whose members may stand among others.</summary>
    internal static string? ReadByKind(FieldReader reader)
    {
        switch (reader.Text("type", charsMax: 20))
        {
            case "unicode": return reader.TextOrNull("string_value", CharsMax) is { } text ? OfText(text) : reader.Errors.Any ? null : Null;
            case "int": return reader.Optional("integer_value") is null ? Null : reader.Integer("integer_value")?.ToString(CultureInfo.InvariantCulture);
            case "bool": return reader.Optional("boolean_value") is null ? Null : reader.Flag("boolean_value") is { } on ? on ? "true" : "false" : null;
            case null: return null;
            case var type:
                reader.Errors.Add("type", $"\"{type}\" is not a valid choice: unicode, int or bool.");
                return null;
        }
    }

    /// <summary>The third way without its type: the one member that is set says it.</summary>
    internal static string? ReadAnyKind(FieldReader reader) =>
        reader.Optional("string_value") is not null ? reader.TextOrNull("string_value", CharsMax) is { } text ? OfText(text) : null
        : reader.Optional("integer_value") is not null ? reader.Integer("integer_value")?.ToString(CultureInfo.InvariantCulture)
        : reader.Optional("boolean_value") is not null ? reader.Flag("boolean_value") is { } on ? on ? "true" : "false" : null
        : Null;

    private static string? Bare(JsonElement value, string field, FieldErrors errors)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null or JsonValueKind.True or JsonValueKind.False: return value.GetRawText();
            case JsonValueKind.Number: return IsWhole(value.GetRawText()) ? value.GetRawText() : OfText(value.GetRawText());
            case JsonValueKind.String when value.GetString() is { Length: <= CharsMax } text: return OfText(text);
            case JsonValueKind.String:
                errors.Add(field, $"Ensure this field has no more than {CharsMax} characters.");
                return null;
            default:
                errors.Add(field, "Must be text, a whole number, a boolean or null.");
                return null;
        }
    }

    // Canonical and within 64 bits: it is stored as it stands.
    private static bool IsWhole(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number.ToString(CultureInfo.InvariantCulture) == text;
}
