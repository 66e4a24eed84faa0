using System.Globalization;
using System.Text.Json;

namespace Guidon.Transfer.Reading;

/// <summary>
/// One object of a foreign file. It remembers which members were read; <see cref="Close"/> reports the others, so that a converter cannot lose a
/// field in silence.
/// </summary>
internal sealed class SourceObject
{
    private readonly JsonElement _object;
    private readonly LossLog _log;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <exception cref="SourceException">It is no object.</exception>
    internal SourceObject(JsonElement element, string path, LossLog log)
    {
        if (element.ValueKind != JsonValueKind.Object) throw new SourceException($"{(path.Length == 0 ? "The file" : path)}: an object was expected, and it is {element.ValueKind}.");
        (_object, Path, _log) = (element, path, log);
    }

    internal string Path { get; }

    /// <summary>Each object of a list.</summary>
    internal static IEnumerable<SourceObject> All(JsonElement list, string path, LossLog log)
    {
        if (list.ValueKind != JsonValueKind.Array) throw new SourceException($"{(path.Length == 0 ? "The file" : path)}: a list was expected, and it is {list.ValueKind}.");
        return list.EnumerateArray().Select((item, at) => new SourceObject(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{at}]"), log));
    }

    /// <summary>Any member; <see langword="null"/> when it is missing or null.</summary>
    internal JsonElement? Any(string name)
    {
        _read.Add(name);
        return _object.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    /// <summary>Whether the member is there and null, which in some places means something else than a missing one.</summary>
    internal bool IsNull(string name) => _object.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Null;

    /// <summary>A text; numbers are taken for theirs.</summary>
    internal string? Text(string name) => Any(name) is not { } value ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw Wrong(name, "a text"),
    };

    /// <summary>A name, a key or the like.</summary>
    /// <exception cref="SourceException">It is missing or longer than names are here.</exception>
    internal string NeededText(string name) =>
        Text(name) is not { Length: > 0 } text ? throw Wrong(name, "a text")
        : text.Length <= SourceText.NameCharsMax ? text
        : throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"a text of at most {SourceText.NameCharsMax} characters"));

    internal bool Flag(string name, bool otherwise = false) => Any(name) is not { } value ? otherwise : value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(name, "true or false"),
    };

    internal bool? FlagOrNull(string name) => Any(name) is null ? null : Flag(name);

    /// <summary>A time; without an offset it is UTC.</summary>
    internal DateTime? Time(string name) => Text(name) is not { } text ? null
        : DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw Wrong(name, "a time like 2026-11-10T08:00:00Z");

    internal double? Number(string name) => Any(name) is not { } value ? null : value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw Wrong(name, "a number");

    internal int? Integer(string name) => Any(name) is not { } value ? null : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : throw Wrong(name, "a whole number");

    internal SourceObject? Object(string name) => Any(name) is { } value ? new SourceObject(value, At(name), _log) : null;

    internal IEnumerable<SourceObject> Items(string name) => Any(name) is { } value ? All(value, At(name), _log) : [];

    internal IReadOnlyList<JsonElement> Values(string name) => Any(name) is not { } value ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : throw Wrong(name, "a list");

    internal IReadOnlyList<int> Integers(string name) =>
        [.. Values(name).Select(each => each.ValueKind == JsonValueKind.Number && each.TryGetInt32(out var number) ? number : throw Wrong(name, "a list of whole numbers"))];

    internal IReadOnlyList<string> Texts(string name) => [.. Values(name).Select(each => each.ValueKind == JsonValueKind.String ? each.GetString() ?? "" : each.GetRawText())];

    /// <summary>The members with their names, each as an object.</summary>
    internal IEnumerable<(string Name, SourceObject Value)> Members()
    {
        foreach (var member in _object.EnumerateObject())
        {
            _read.Add(member.Name);
            yield return (member.Name, new SourceObject(member.Value, At(member.Name), _log));
        }
    }

    /// <summary>Members that mean nothing elsewhere: ids, links, times.</summary>
    internal void Ignore(params ReadOnlySpan<string> names)
    {
        foreach (var name in names) _read.Add(name);
    }

    /// <summary>A member that is known and cannot be carried; nothing is lost where it is empty.</summary>
    internal void Lose(string name, string reason)
    {
        if (Any(name) is { } value && !IsEmpty(value)) _log.Add(At(name), value, reason);
    }

    internal void Lose(string reason) => _log.Add(Path, _object, reason);

    /// <summary>All of it, for who reads it elsewhere, but for secrets that are shown as stars, which are reported.</summary>
    internal JsonElement Unmasked()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var member in _object.EnumerateObject())
            {
                if (member.Name is "id" or "created_at" or "updated_at") continue;
                if (member.Value.ValueKind == JsonValueKind.String && member.Value.GetString()?.Contains("***", StringComparison.Ordinal) == true) _log.Add(At(member.Name), member.Value, "The server shows no whole secrets; give it anew.");
                else member.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return JsonElement.Parse(buffer.ToArray());
    }

    /// <summary>Reports every member that nobody read.</summary>
    internal void Close()
    {
        foreach (var member in _object.EnumerateObject().Where(member => !_read.Contains(member.Name)))
            _log.Add(At(member.Name), member.Value, "The converter does not know the field.");
    }

    internal string At(string name) => Path.Length == 0 ? SourceText.Shown(name) : $"{Path}.{SourceText.Shown(name)}";

    private SourceException Wrong(string name, string expected) => new($"{At(name)}: {expected} was expected.");

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        JsonValueKind.String => value.GetString() is { Length: 0 },
        JsonValueKind.False => true,
        _ => false,
    };
}
