using System.Buffers;
using System.Text;
using System.Text.Json;
using Guidon.Evaluation;

namespace Guidon.Server.Edge;

/// <summary>Reads the list of traits of an identity body.</summary>
internal static class TraitReader
{
    private const int KeyCharsMax = 200;
    private const int ValueCharsMax = 2_000;

    internal static void ReadList(ref Utf8JsonReader json, TraitList traits, TraitErrors errors)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null) return;
        if (json.TokenType != JsonTokenType.StartArray)
        {
            errors.Add("traits", $"Expected a list of items but got type \"{JsonText.PythonType(json.TokenType)}\".");
            json.Skip();
            return;
        }

        var index = 0;
        for (; json.Read() && json.TokenType != JsonTokenType.EndArray; index++)
        {
            if (index < IdentityRequestReader.TraitsMax) ReadTrait(ref json, index, traits, errors);
            else json.Skip();
        }

        if (index > IdentityRequestReader.TraitsMax)
        {
            errors.Add("traits", $"Ensure this field has no more than {IdentityRequestReader.TraitsMax} elements.");
        }
    }

    private static void ReadTrait(ref Utf8JsonReader json, int index, TraitList traits, TraitErrors errors)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            errors.AddTrait(index, "non_field_errors", $"Invalid data. Expected a dictionary, but got {JsonText.PythonType(json.TokenType)}.");
            json.Skip();
            return;
        }

        string? key = null;
        TraitValue? value = null;
        var transient = false;
        var good = true;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("trait_key"u8)) key = Take(ref json, index, "trait_key", errors, ref good, ReadKey);
            else if (json.ValueTextEquals("trait_value"u8)) value = Take<TraitValue?>(ref json, index, "trait_value", errors, ref good, ReadValue);
            else if (json.ValueTextEquals("transient"u8)) transient = Take<bool?>(ref json, index, "transient", errors, ref good, ReadTransient) ?? false;
            else json.Skip();
        }

        if (!good) return;
        if (key is null) errors.AddTrait(index, "trait_key", "This field is required.");
        if (value is null) errors.AddTrait(index, "trait_value", "This field is required.");
        if (key is not null && value is { } present) traits.Set(new Trait(key, present, transient));
    }

    private delegate T? Reading<T>(ref Utf8JsonReader json, out string? error);

    private static T? Take<T>(ref Utf8JsonReader json, int index, string field, TraitErrors errors, ref bool good, Reading<T> read)
    {
        json.Read();
        var result = read(ref json, out var error);
        if (error is null) return result;
        errors.AddTrait(index, field, error);
        good = false;
        return result;
    }

    internal static string? ReadKey(ref Utf8JsonReader json, out string? error)
    {
        error = null;
        switch (json.TokenType)
        {
            case JsonTokenType.Number: return Encoding.UTF8.GetString(json.ValueSpan);
            case JsonTokenType.Null:
                error = "This field may not be null.";
                return null;
            case JsonTokenType.String:
                var key = json.GetString() ?? "";
                error = KeyError(key);
                return key;
            default:
                json.Skip();
                error = "Not a valid string.";
                return null;
        }
    }

    internal static string? KeyError(string key) =>
        string.IsNullOrWhiteSpace(key) ? "This field may not be blank."
        : key.Length > KeyCharsMax ? $"Ensure this field has no more than {KeyCharsMax} characters."
        : key.Contains('\0', StringComparison.Ordinal) ? "Null characters are not allowed."
        : null;

    internal static TraitValue? ReadValue(ref Utf8JsonReader json, out string? error)
    {
        error = null;
        switch (json.TokenType)
        {
            case JsonTokenType.Null: return TraitValue.Null;
            case JsonTokenType.True: return TraitValue.Boolean(true);
            case JsonTokenType.False: return TraitValue.Boolean(false);
            case JsonTokenType.Number: return Checked(Encoding.UTF8.GetString(json.ValueSpan), TraitValue.Number, out error);
            case JsonTokenType.String: return Checked(json.GetString() ?? "", TraitValue.Text, out error);
            default: return Checked(CompactText(ref json), TraitValue.Text, out error);
        }
    }

    private static TraitValue Checked(string text, Func<string, TraitValue> create, out string? error)
    {
        error = text.Length > ValueCharsMax ? $"Value string is too long. Must be less than {ValueCharsMax} character" : null;
        return error is null ? create(text) : TraitValue.Null;
    }

    // Lists and objects are no trait values in the protocol; like the original they are kept as text, but as JSON.
    private static string CompactText(ref Utf8JsonReader json)
    {
        using var document = JsonDocument.ParseValue(ref json);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) document.RootElement.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static bool? ReadTransient(ref Utf8JsonReader json, out string? error)
    {
        var flag = JsonText.ReadFlag(ref json);
        error = flag is null ? "Must be a valid boolean." : null;
        return flag;
    }
}
