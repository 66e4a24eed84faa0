using System.Text.Json;

namespace Guidon.Server.Edge;

/// <summary>Field errors of one identity body, in the nested shape that clients of the protocol know: list positions are kept.</summary>
internal sealed class TraitErrors
{
    private readonly List<(string Field, string Message)> _fields = [];
    private readonly SortedDictionary<int, List<(string Field, string Message)>> _traits = [];

    internal bool Any => _fields.Count > 0 || _traits.Count > 0;

    internal void Add(string field, string message) => _fields.Add((field, message));

    internal void AddTrait(int index, string field, string message)
    {
        if (!_traits.TryGetValue(index, out var errors)) _traits.Add(index, errors = []);
        errors.Add((field, message));
    }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var (field, message) in _fields) WriteMessage(json, field, message);
        if (_traits.Count > 0) WriteTraits(json);
        json.WriteString("code"u8, Contracts.ErrorCodes.Invalid);
        json.WriteEndObject();
    }

    private void WriteTraits(Utf8JsonWriter json)
    {
        json.WriteStartArray("traits"u8);
        var last = _traits.Keys.Last();
        for (var index = 0; index <= last; index++)
        {
            json.WriteStartObject();
            if (_traits.TryGetValue(index, out var errors))
            {
                foreach (var (field, message) in errors) WriteMessage(json, field, message);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteMessage(Utf8JsonWriter json, string field, string message)
    {
        json.WriteStartArray(field);
        json.WriteStringValue(message);
        json.WriteEndArray();
    }
}
