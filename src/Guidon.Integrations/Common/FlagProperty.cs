using System.Text.Json;

namespace Guidon.Integrations.Common;

/// <summary>One property of a receiver's record.</summary>
/// <param name="Name">As the receiver will see it.</param>
/// <param name="Json">Its value, UTF-8.</param>
internal sealed record FlagProperty(string Name, ReadOnlyMemory<byte> Json)
{
    // A name with surrogates is escaped each time it is written: this form refuses half a pair, the writer replaces it.
    private readonly JsonEncodedText? _escapedName =
        Name.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 ? JsonEncodedText.Encode(Name) : null;

    /// <summary>The value is only the beginning of the flag's.</summary>
    internal bool IsCut { get; init; }

    /// <summary>The name would mean something else to the receiver.</summary>
    internal bool IsReserved { get; init; }

    /// <summary>What it may cost in a record: a character of a name is escaped into six bytes at most.</summary>
    internal int BytesMax => (6 * Name.Length) + Json.Length + 4;

    internal void Write(Utf8JsonWriter json, string prefix)
    {
        if (prefix.Length == 0 && _escapedName is { } name) json.WritePropertyName(name);
        else json.WritePropertyName(prefix + Name);
        json.WriteRawValue(Json.Span, skipInputValidation: true);
    }
}
