using System.Text.Json;
using Guidon.Contracts;

namespace Guidon.Server.Edge;

/// <summary>What is wrong with the fields of one JSON object, in the shape that clients of the protocol know. One message per field.</summary>
internal sealed class FieldErrors
{
    internal const string Required = "This field is required.";

    private readonly Dictionary<string, string> _messages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FieldErrors> _nested = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<FieldErrors>> _lists = new(StringComparer.Ordinal);

    internal bool Any => _messages.Count > 0 || _nested.Values.Any(errors => errors.Any) || _lists.Values.Any(items => items.Any(errors => errors.Any));

    internal void Add(string field, string message) => _messages.TryAdd(field, message);

    /// <summary>What is wrong inside of a member that is an object itself.</summary>
    internal void Add(string field, FieldErrors errors) => _nested[field] = errors;

    /// <summary>What is wrong inside of a member that is a list: one for each item, empty for a good one. They may still grow.</summary>
    internal void Add(string field, IReadOnlyList<FieldErrors> items) => _lists[field] = items;

    /// <summary>400 with the fields and our code; a field that is called "code" itself has its place.</summary>
    internal Task SendAsync(HttpContext http) => Answers.JsonAsync(http, StatusCodes.Status400BadRequest, json =>
    {
        json.WriteStartObject();
        WriteMembers(json);
        if (!_messages.ContainsKey("code")) json.WriteString("code"u8, ErrorCodes.Invalid);
        json.WriteEndObject();
    });

    /// <summary>400 with one object per item of a list, empty for a good one, so that positions are kept.</summary>
    /// <param name="http">The request.</param>
    /// <param name="field">The member that holds the list; <see langword="null"/> when the body itself is the list, which leaves no room for our code.</param>
    /// <param name="items">As many as the list has.</param>
    internal static Task SendAsync(HttpContext http, string? field, IReadOnlyList<FieldErrors> items) =>
        Answers.JsonAsync(http, StatusCodes.Status400BadRequest, json =>
        {
            if (field is not null)
            {
                json.WriteStartObject();
                json.WritePropertyName(field);
            }

            WriteItems(json, items);
            if (field is null) return;
            json.WriteString("code"u8, ErrorCodes.Invalid);
            json.WriteEndObject();
        });

    private void WriteMembers(Utf8JsonWriter json)
    {
        foreach (var (field, message) in _messages)
        {
            json.WriteStartArray(field);
            json.WriteStringValue(message);
            json.WriteEndArray();
        }

        foreach (var (field, errors) in _nested.Where(pair => !_messages.ContainsKey(pair.Key) && pair.Value.Any))
        {
            json.WriteStartObject(field);
            errors.WriteMembers(json);
            json.WriteEndObject();
        }

        foreach (var (field, items) in _lists.Where(pair => !_messages.ContainsKey(pair.Key) && pair.Value.Any(errors => errors.Any)))
        {
            json.WritePropertyName(field);
            WriteItems(json, items);
        }
    }

    private static void WriteItems(Utf8JsonWriter json, IReadOnlyList<FieldErrors> items)
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            json.WriteStartObject();
            item.WriteMembers(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
