using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Guidon.Flags.Json;

/// <summary>
/// A place in a JSON document that knows its own path. Reading the wrong thing adds an error and gives a harmless value, so that one pass
/// finds everything that is wrong.
/// </summary>
/// <param name="element">What stands there; undefined when nothing does.</param>
/// <param name="parent">Where it stands.</param>
/// <param name="name">Its name in an object; <see langword="null"/> for an element of a list.</param>
/// <param name="index">Its position in a list.</param>
/// <param name="errors">Receives what is wrong.</param>
internal sealed class JsonField(JsonElement element, JsonField? parent, string? name, int index, JsonErrors errors)
{
    private const string HalfPair = "holds half a surrogate pair";

    public bool IsNull => element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    public bool IsObject => element.ValueKind == JsonValueKind.Object;

    public JsonElement Element => element;

    /// <summary>From the root, as in <c>project.segments[3].name</c>.</summary>
    public string Path => parent is null ? "" : name is null ? $"{parent.Path}[{index}]" : parent.Path.Length == 0 ? name : $"{parent.Path}.{name}";

    public void Refuse(string message) => errors.Add(Path, message);

    /// <summary>A member; a field that <see cref="IsNull"/> when it is missing.</summary>
    public JsonField Member(string member) =>
        new(IsObject && element.TryGetProperty(member, out var value) ? value : default, this, member, 0, errors);

    /// <summary>A member that must be an object.</summary>
    public JsonField Object(string member)
    {
        var field = Member(member);
        if (!field.IsObject) field.Refuse(field.IsNull ? "is required" : "must be an object");
        return field;
    }

    /// <summary>The elements of a list; of nothing when it is missing or null.</summary>
    public IEnumerable<JsonField> Items(string member, int max, bool required = false)
    {
        var field = Member(member);
        if (field.Element.ValueKind != JsonValueKind.Array)
        {
            if (required || !field.IsNull) field.Refuse(field.IsNull ? "is required" : "must be a list");
            yield break;
        }

        if (!field.Allows(field.Element.GetArrayLength(), max)) yield break;
        var at = 0;
        foreach (var item in field.Element.EnumerateArray())
        {
            if (errors.Full) yield break;
            yield return new(item, field, null, at++, errors);
        }
    }

    /// <summary>The members of a map; of nothing when it is missing or null. Of equal names the last value, in the place of the first.</summary>
    public IEnumerable<(string Name, JsonField Value)> Members(string member, int max)
    {
        var field = Member(member);
        if (field.IsNull) return [];
        if (!field.IsObject)
        {
            field.Refuse("must be an object");
            return [];
        }

        return field.Allows(field.Element.GetPropertyCount(), max) ? field.DistinctMembers() : [];
    }

    public string Text(string member) => TextOrNull(member, required: true) ?? "";

    public string? TextOrNull(string member) => TextOrNull(member, required: false);

    public bool Boolean(string member) => Member(member).AsBoolean();

    public bool BooleanOr(string member, bool missing)
    {
        var field = Member(member);
        return field.IsNull ? missing : field.AsBoolean();
    }

    /// <summary>A whole number above 0, within 32 bits.</summary>
    public int Id(string member) => Member(member).AsId();

    public int? IntegerOrNull(string member)
    {
        var field = Member(member);
        if (field.IsNull) return null;
        if (field.Element.ValueKind == JsonValueKind.Number && field.Element.TryGetInt32(out var value)) return value;
        field.Refuse("must be a whole number of at most 32 bits");
        return null;
    }

    public long? LongOrNull(string member)
    {
        var field = Member(member);
        if (field.IsNull) return null;
        if (field.Element.ValueKind == JsonValueKind.Number && field.Element.TryGetInt64(out var value)) return value;
        field.Refuse("must be a whole number of at most 64 bits");
        return null;
    }

    /// <summary>A share in percent.</summary>
    public double Percent(string member)
    {
        var field = Member(member);
        if (field.Element.ValueKind == JsonValueKind.Number && field.Element.TryGetDouble(out var value) && value is >= 0 and <= 100) return value;
        field.Refuse("must be a number from 0 to 100");
        return 0;
    }

    /// <summary>Any finite number.</summary>
    public double Number(string member)
    {
        var field = Member(member);
        if (field.Element.ValueKind == JsonValueKind.Number && field.Element.TryGetDouble(out var value) && double.IsFinite(value)) return value;
        field.Refuse(field.IsNull ? "is required" : "must be a number within the range of a double");
        return 0;
    }

    /// <summary>What stands here without white space and comments.</summary>
    public string Compact()
    {
        try
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(buffer)) element.WriteTo(writer);
            return Encoding.UTF8.GetString(buffer.WrittenSpan);
        }
        catch (InvalidOperationException)
        {
            Refuse(HalfPair);
            return "null";
        }
    }

    /// <summary>RFC 3339 with an offset.</summary>
    public DateTimeOffset Time(string member)
    {
        var field = Member(member);
        if (field.AsText() is not { } text) return default;
        var hasOffset = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-');
        if (hasOffset && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return time;
        field.Refuse("must be a time with an offset, as 2026-01-01T00:00:00.000000+00:00");
        return default;
    }

    /// <summary>A value as raw JSON text; null when it is missing.</summary>
    public string Scalar(string member)
    {
        var field = Member(member);
        if (field.IsNull) return "null";
        if (field.Element.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            field.Refuse("must be text, a number, true, false or null");
            return "null";
        }

        // Read for its errors: half a surrogate pair would break whoever shows the value.
        return field.Element.ValueKind == JsonValueKind.String && field.AsText() is null ? "null" : field.Element.GetRawText();
    }

    /// <summary>The text that stands here; <see langword="null"/> and an error when there is none.</summary>
    public string? AsText()
    {
        try
        {
            if (element.ValueKind == JsonValueKind.String) return element.GetString();
            Refuse(IsNull ? "is required" : "must be text");
        }
        catch (InvalidOperationException)
        {
            Refuse(HalfPair);
        }

        return null;
    }

    public int AsId()
    {
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var value) && value > 0) return value;
        Refuse(IsNull ? "is required" : "must be a whole number above 0 of at most 32 bits");
        return 0;
    }

    /// <summary>Half a million conditions have three of these each: a field of its own is made only to say what is wrong.</summary>
    private string? TextOrNull(string member, bool required)
    {
        var value = IsObject && element.TryGetProperty(member, out var found) ? found : default;
        if (!required && value.ValueKind is (JsonValueKind.Null or JsonValueKind.Undefined)) return null;
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : Member(member).AsText();
        }
        catch (InvalidOperationException)
        {
            return Member(member).AsText();
        }
    }

    private bool AsBoolean()
    {
        if (element.ValueKind is JsonValueKind.True or JsonValueKind.False) return element.GetBoolean();
        Refuse(IsNull ? "is required" : "must be true or false");
        return false;
    }

    private bool Allows(int count, int max)
    {
        if (count <= max) return true;
        Refuse($"has {count} entries; at most {max} are allowed");
        return false;
    }

    private IEnumerable<(string Name, JsonField Value)> DistinctMembers()
    {
        var members = new OrderedDictionary<string, JsonField>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (NameOf(property) is { } key) members[key] = new(property.Value, this, key, 0, errors);
        }

        return members.Select(pair => (pair.Key, pair.Value));
    }

    private string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            Refuse("has a name with half a surrogate pair");
            return null;
        }
    }
}
