using System.Text.Json;
using Guidon.Server.Edge;

namespace Guidon.Server.Management;

/// <summary>As <see cref="QueryFields"/>, for the members of one JSON object. All of them may be left out.</summary>
internal sealed class BodyFields
{
    private const int CharsMax = 2_000;

    private readonly FieldReader _reader;
    private readonly JsonElement _object;
    private readonly HashSet<string> _read = [];

    internal BodyFields(JsonElement element)
    {
        _object = element;
        _reader = new FieldReader(element, Errors);
    }

    internal FieldErrors Errors { get; } = new();

    internal string? Text(string name)
    {
        _read.Add(name);
        return _reader.Optional(name) is null ? null : _reader.Text(name, CharsMax);
    }

    internal int? Integer(string name)
    {
        _read.Add(name);
        if (_reader.Optional(name) is null || _reader.Integer(name) is not { } number) return null;
        if (number is >= 0 and <= int.MaxValue) return (int)number;
        Errors.Add(name, $"A number from 0 to {int.MaxValue} is required.");
        return null;
    }

    internal bool Flag(string name)
    {
        _read.Add(name);
        return _reader.Optional(name) is not null && _reader.Flag(name) == true;
    }

    internal DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text) return null;
        if (QueryFields.Read(text) is { } time) return time;
        Errors.Add(name, QueryFields.TimeError);
        return null;
    }

    internal IReadOnlyList<Guid> Ids(string name, int idsMax)
    {
        _read.Add(name);
        if (_reader.Optional(name) is not { } list) return [];
        var ids = new List<Guid>();
        // None is no list of ids either: left out it does not narrow, and who sends an empty one does not mean everything.
        var isList = list.ValueKind == JsonValueKind.Array && list.GetArrayLength() is var count && count > 0 && count <= idsMax;
        foreach (var item in isList ? list.EnumerateArray() : default)
        {
            isList &= item.ValueKind == JsonValueKind.String && item.TryGetGuid(out var id) && Added(id);
        }

        if (!isList) Errors.Add(name, $"A list of 1 to {idsMax} event ids is required.");
        return ids;

        bool Added(Guid id)
        {
            ids.Add(id);
            return true;
        }
    }

    /// <summary>A member that is an object itself.</summary>
    internal JsonElement? Object(string name)
    {
        _read.Add(name);
        return _reader.Optional(name);
    }

    /// <summary>Notes the members that nobody read; call it last.</summary>
    internal void Close()
    {
        if (!_reader.IsObject) return;
        foreach (var member in _object.EnumerateObject().Where(member => !_read.Contains(member.Name)))
            Errors.Add(member.Name, "There is no such field.");
    }
}
