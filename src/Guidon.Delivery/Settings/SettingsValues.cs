using System.Collections.Frozen;
using System.Text.Json;

namespace Guidon.Delivery.Settings;

/// <summary>
/// The settings of one destination in clear: field name to text. Lives in memory only; at rest it is the protected form of
/// <see cref="ToJson"/>. Has no <c>ToString</c> of its own, so that logging it by accident shows nothing.
/// </summary>
public sealed class SettingsValues
{
    private readonly FrozenDictionary<string, string> _values;

    /// <param name="values">Field name to text; switches as <c>true</c> or <c>false</c>.</param>
    public SettingsValues(IEnumerable<KeyValuePair<string, string>> values) =>
        _values = values.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The settings of a stored destination.</summary>
    /// <returns><see langword="null"/> when this installation cannot decrypt or read them: the owner must enter them again.</returns>
    public static SettingsValues? Open(Destination destination, ISettingsProtector protector)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(protector);
        if (protector.Unprotect(destination.ProtectedSettings.Span) is not { } clear) return null;
        try
        {
            return FromJson(clear);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The bytes are something else.</exception>
    public static SettingsValues FromJson(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException("Settings are an object.");
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in document.RootElement.EnumerateObject())
            values[property.Name] = property.Value.GetString() ?? "";
        return new SettingsValues(values);
    }

    /// <summary>The text of a field; empty when it is not set.</summary>
    public string Text(string field) => _values.GetValueOrDefault(field, "");

    /// <summary>Whether a field was ever set, blank included.</summary>
    public bool Has(string field) => _values.ContainsKey(field);

    /// <summary>Whether a switch is on.</summary>
    public bool Switch(string field) => Text(field) == "true";

    /// <summary>A JSON object of texts, by name. Holds secrets in clear: protect it before it goes anywhere.</summary>
    public byte[] ToJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, text) in _values.OrderBy(pair => pair.Key, StringComparer.Ordinal)) writer.WriteString(name, text);
            writer.WriteEndObject();
        }
        return buffer.ToArray();
    }
}
