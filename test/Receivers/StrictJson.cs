using System.Text.Json;

namespace Guidon.Receivers;

/// <summary>JSON as the strictest vendor reads it: no duplicate keys, no lone surrogates, no NaN, nothing behind the end.</summary>
public static class StrictJson
{
    private static readonly JsonDocumentOptions s_options = new() { AllowDuplicateProperties = false, MaxDepth = 256 };

    /// <exception cref="JsonException">It is not that.</exception>
    public static JsonElement Parse(byte[] utf8)
    {
        try
        {
            var element = JsonElement.Parse(utf8, s_options);
            Walk(element);
            return element;
        }
        catch (InvalidOperationException lone)
        {
            throw new JsonException("A string holds half a character.", lone);
        }
    }

    /// <summary>Null instead of an exception.</summary>
    public static JsonElement? TryParse(ReceiverRequest request)
    {
        try
        {
            return Parse(request.Body);
        }
        catch (Exception broken) when (broken is JsonException or InvalidDataException)
        {
            return null;
        }
    }

    public static string? Text(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static JsonElement Get(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    public static bool Has(this JsonElement element, string name) => element.Get(name).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    public static bool TryNumber(this JsonElement element, out double number)
    {
        number = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out number) && Math.Abs(number) < 1e15;
    }

    public static JsonElement[] Items(this JsonElement element) => element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray()] : [];

    public static int Depth(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => 1 + element.EnumerateObject().Select(field => field.Value.Depth()).DefaultIfEmpty().Max(),
        JsonValueKind.Array => 1 + element.EnumerateArray().Select(Depth).DefaultIfEmpty().Max(),
        _ => 0,
    };

    /// <summary>Every text below, keys included.</summary>
    public static IEnumerable<string> Texts(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(field => field.Value.Texts().Prepend(field.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [element.GetString() ?? ""],
        _ => [],
    };

    private static void Walk(JsonElement element)
    {
        foreach (var text in element.Texts()) _ = text.Length;
    }
}
