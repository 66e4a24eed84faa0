using System.Text.Json;

namespace Guidon.Dashboard.Client;

/// <summary>Why the management API did not do what was asked.</summary>
/// <param name="Status">The HTTP status; 0 when there was no answer.</param>
/// <param name="Code">One of <see cref="Contracts.ErrorCodes"/>; empty when it named none.</param>
/// <param name="Detail">One sentence for a person.</param>
/// <param name="Fields">Messages by field; a field inside another is named with a dot.</param>
internal sealed record Refusal(int Status, string Code, string Detail, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>All messages, for where there is no field to put them beside.</summary>
    internal string Text => Fields.Count == 0 ? Detail : string.Join(" ", Fields.Select(pair => pair.Key is "non_field_errors" or "error" ? pair.Value : $"{pair.Key}: {pair.Value}"));

    internal bool IsMissing => Status is 404;

    internal bool IsConflict => Status is 409 or 412;

    /// <summary>What this room itself cannot do.</summary>
    internal static Refusal Because(string detail) => new(0, "", detail, new Dictionary<string, string>());

    internal static Refusal Read(int status, ReadOnlySpan<byte> body)
    {
        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var (code, detail) = ("", "");
        if (TryParse(body) is { ValueKind: JsonValueKind.Object } json)
        {
            foreach (var property in json.EnumerateObject())
            {
                if (property is { Name: "code", Value.ValueKind: JsonValueKind.String }) code = property.Value.ToString();
                else if (property.Name == "detail") detail = property.Value.ToString();
                else Gather(property.Name, property.Value, fields);
            }
        }

        return new Refusal(status, code, detail.Length > 0 ? detail : $"The server answered {status}.", fields);
    }

    private static JsonElement? TryParse(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            return JsonElement.TryParseValue(ref reader, out var json) ? json : null;
        }
        catch (JsonException)
        {
            return null;   // a proxy's page, or nothing at all
        }
    }

    private static void Gather(string name, JsonElement value, SortedDictionary<string, string> fields)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var inner in value.EnumerateObject()) Gather($"{name}.{inner.Name}", inner.Value, fields);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray()) Gather(name, item, fields);
                break;
            default:
                fields[name] = fields.TryGetValue(name, out var earlier) ? $"{earlier} {value}" : value.ToString();
                break;
        }
    }
}
