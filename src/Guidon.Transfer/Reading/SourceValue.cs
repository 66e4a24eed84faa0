using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Guidon.Contracts.Transfer;

namespace Guidon.Transfer.Reading;

/// <summary>Values of flags as project files write them.</summary>
internal static class SourceValue
{
    internal static JsonElement Null { get; } = JsonElement.Parse("null");

    internal static JsonElement OfText(string text) => JsonElement.Parse("\"" + JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text) + "\"");

    /// <summary>A scalar as it is; whatever has no type of ours becomes its text.</summary>
    internal static JsonElement Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.True or JsonValueKind.False or JsonValueKind.String => value.Clone(),
        JsonValueKind.Number when value.TryGetInt64(out var number) && number.ToString(CultureInfo.InvariantCulture) == value.GetRawText() => value.Clone(),
        _ => OfText(value.GetRawText()),
    };

    /// <summary>A scalar by its type, <c>unicode</c>, <c>int</c> or <c>bool</c>, whatever it is written as.</summary>
    internal static JsonElement Of(JsonElement value, string? type)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : value.GetRawText();
        return type switch
        {
            _ when value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined => Null,
            "int" or "integer" when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => JsonElement.Parse(number.ToString(CultureInfo.InvariantCulture)),
            "bool" or "boolean" when bool.TryParse(text, out var on) => JsonElement.Parse(on ? "true" : "false"),
            "unicode" or "str" or "string" => OfText(text),
            _ => Of(value),
        };
    }

    /// <summary>The typed columns of the Flagsmith API: the one that the type names.</summary>
    internal static JsonElement OfColumns(SourceObject columns)
    {
        var (type, text, number, flag) = (columns.Text("type") ?? columns.Text("value_type"), columns.Any("string_value"), columns.Any("integer_value"), columns.Any("boolean_value"));
        return Of((type switch { "int" => number, "bool" => flag, "float" => columns.Any("float_value"), _ => text }) ?? Null, type);
    }

    internal static VariantPart Variant(JsonElement value, string? key, double share, Guid? uuid = null) => new()
    {
        Uuid = uuid,
        Key = key,
        Type = value.ValueKind switch { JsonValueKind.Number => "int", JsonValueKind.True or JsonValueKind.False => "bool", _ => "unicode" },
        StringValue = value.ValueKind is JsonValueKind.String ? value.GetString() : value.ValueKind == JsonValueKind.Null ? "" : null,
        IntegerValue = value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null,
        BooleanValue = value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null,
        DefaultPercentageAllocation = share,
    };
}
