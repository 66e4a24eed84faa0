using System.Text.Json;

namespace Guidon.Server.Edge;

/// <summary>Small readings that several bodies share.</summary>
internal static class JsonText
{
    /// <summary>
    /// A boolean as clients send it: true, false, null (= false), their names as text, 0 or 1. The reader ends on the value.
    /// </summary>
    /// <returns><see langword="null"/> when it is none of these.</returns>
    internal static bool? ReadFlag(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.True: return true;
            case JsonTokenType.False or JsonTokenType.Null: return false;
            case JsonTokenType.Number: return json.ValueSpan is [(byte)'1'] ? true : json.ValueSpan is [(byte)'0'] ? false : null;
            case JsonTokenType.String: return ParseFlag(json.GetString());
            default:
                json.Skip();
                return null;
        }
    }

    /// <summary>A boolean as text: true, 1, false, 0, in any case.</summary>
    /// <returns><see langword="null"/> when it is none of these.</returns>
    internal static bool? ParseFlag(string? text) =>
        text is "1" || string.Equals(text, "true", StringComparison.OrdinalIgnoreCase) ? true
        : text is "0" || string.Equals(text, "false", StringComparison.OrdinalIgnoreCase) ? false
        : null;

    /// <summary>The name under which the protocol's error messages know a JSON type.</summary>
    internal static string PythonType(JsonTokenType type) => type switch
    {
        JsonTokenType.StartArray => "list",
        JsonTokenType.StartObject => "dict",
        JsonTokenType.String => "str",
        JsonTokenType.True or JsonTokenType.False => "bool",
        JsonTokenType.Null => "NoneType",
        _ => "int",
    };

    /// <inheritdoc cref="PythonType(JsonTokenType)"/>
    internal static string PythonType(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "list",
        JsonValueKind.Object => "dict",
        JsonValueKind.String => "str",
        JsonValueKind.True or JsonValueKind.False => "bool",
        JsonValueKind.Null => "NoneType",
        _ => "int",
    };
}
