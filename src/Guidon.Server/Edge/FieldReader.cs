using System.Globalization;
using System.Text.Json;

namespace Guidon.Server.Edge;

/// <summary>Reads the members of one JSON object and notes what is wrong with them, in the protocol's own words.</summary>
internal sealed class FieldReader
{
    private readonly JsonElement _object;

    /// <param name="element">What should be an object.</param>
    /// <param name="errors">Where errors are noted.</param>
    internal FieldReader(JsonElement element, FieldErrors errors)
    {
        Errors = errors;
        _object = element;
        IsObject = element.ValueKind == JsonValueKind.Object;
        if (!IsObject) errors.Add("non_field_errors", $"Invalid data. Expected a dictionary, but got {JsonText.PythonType(element.ValueKind)}.");
    }

    internal FieldErrors Errors { get; }

    internal bool IsObject { get; }

    /// <summary>A member that may be left out; null counts as left out.</summary>
    internal JsonElement? Optional(string name) => Member(name) is { ValueKind: not JsonValueKind.Null } value ? value : null;

    /// <summary>Whether there is such a member, be it null.</summary>
    internal bool Has(string name) => Member(name) is not null;

    /// <summary>A member, be it null; <see langword="null"/> when there is none.</summary>
    internal JsonElement? Member(string name) => IsObject && _object.TryGetProperty(name, out var value) ? value : null;

    /// <summary>A member that must be there and not null.</summary>
    internal JsonElement? Needed(string name)
    {
        if (Optional(name) is { } value) return value;
        if (IsObject) Errors.Add(name, Has(name) ? "This field may not be null." : FieldErrors.Required);
        return null;
    }

    internal string? Text(string name, int charsMax)
    {
        if (Needed(name) is not { } value) return null;
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            // As the original does: numbers are taken for their text.
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        if (text is null || !string.IsNullOrWhiteSpace(text)) return Checked(name, text, charsMax);
        Errors.Add(name, "This field may not be blank.");
        return null;
    }

    internal long? Integer(string name)
    {
        if (Needed(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)) return number;
        Errors.Add(name, "A valid integer is required.");
        return null;
    }

    internal bool? Flag(string name)
    {
        if (Needed(name) is not { } value) return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Errors.Add(name, "Must be a valid boolean.");
        return null;
    }

    /// <summary>A text that may be missing, null or blank. Numbers and booleans are taken for their text, as the original does.</summary>
    internal string? TextOrNull(string name, int charsMax)
    {
        if (Optional(name) is not { } value) return null;
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => null,
        };
        return Checked(name, text, charsMax);
    }

    private string? Checked(string name, string? text, int charsMax)
    {
        var error = text is null ? "Not a valid string."
            : text.Length > charsMax ? $"Ensure this field has no more than {charsMax} characters."
            : text.Contains('\0', StringComparison.Ordinal) ? "Null characters are not allowed."
            : null;
        if (error is null) return text;
        Errors.Add(name, error);
        return null;
    }

    /// <summary>A whole number that may be missing or null.</summary>
    internal int? IntegerOrNull(string name, int min, int max)
    {
        if (Optional(name) is null || Integer(name) is not { } number) return null;
        if (number >= min && number <= max) return (int)number;
        Errors.Add(name, string.Create(CultureInfo.InvariantCulture, $"A number from {min} to {max} is required."));
        return null;
    }

    /// <summary>The id of something, which must be there. What cannot be one is -1, which nothing has.</summary>
    internal int? Id(string name) => Integer(name) is not { } number ? null : number is > 0 and <= int.MaxValue ? (int)number : -1;

    /// <summary>Ids that may be missing or null; those that cannot be ones are -1, which nothing has.</summary>
    internal IReadOnlyList<int>? IdsOrNull(string name, int idsMax)
    {
        if (Optional(name) is not { } list) return null;
        if (list.ValueKind == JsonValueKind.Array && list.GetArrayLength() <= idsMax && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number))
            return [.. list.EnumerateArray().Select(item => item.TryGetInt32(out var id) && id > 0 ? id : -1).Distinct()];
        Errors.Add(name, string.Create(CultureInfo.InvariantCulture, $"A list of at most {idsMax} ids is required."));
        return null;
    }

    /// <summary>A time that may be missing or null.</summary>
    internal DateTimeOffset? TimeOrNull(string name)
    {
        if (Optional(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(
            value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)) return time;
        Errors.Add(name, "Datetime has wrong format: ISO 8601 as 2026-11-10T08:00:00Z is required.");
        return null;
    }

    /// <summary>A boolean that may be missing.</summary>
    internal bool? FlagOrNull(string name) => Has(name) ? Flag(name) : null;

    /// <summary>The items of a list that may be missing or null, each with its own errors.</summary>
    internal IReadOnlyList<FieldReader>? ItemsOrNull(string name, int itemsMax)
    {
        if (Optional(name) is not { } list) return null;
        if (list.ValueKind != JsonValueKind.Array)
        {
            Errors.Add(name, $"Expected a list of items but got type \"{JsonText.PythonType(list.ValueKind)}\".");
            return null;
        }

        if (list.GetArrayLength() > itemsMax)
        {
            Errors.Add(name, $"Ensure this field has no more than {itemsMax} elements.");
            return null;
        }

        IReadOnlyList<FieldReader> items = [.. list.EnumerateArray().Select(item => new FieldReader(item, new FieldErrors()))];
        Errors.Add(name, [.. items.Select(item => item.Errors)]);
        return items;
    }

    /// <summary>An object that may be missing or null, with its own errors.</summary>
    internal FieldReader? ObjectOrNull(string name)
    {
        if (Optional(name) is not { } value) return null;
        var inner = new FieldReader(value, new FieldErrors());
        Errors.Add(name, inner.Errors);
        return inner;
    }

    /// <summary>A share in percent, 0 to 100.</summary>
    internal double? Percent(string name)
    {
        if (Needed(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var share) && share is >= 0 and <= 100) return share;
        Errors.Add(name, "Must be a number from 0 to 100.");
        return null;
    }
}
