using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Guidon.Server.Upstream.Config;

/// <summary>
/// Reads one object of the configuration: takes numbers and switches also as text, as they come in variables, gathers all errors, and
/// knows in the end which keys nobody asked for. Errors name keys and limits, never values: some are secrets.
/// </summary>
internal sealed class ConfigFields(JsonObject source, string path, List<string> errors, List<string> notes)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    internal string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    internal void Refuse(string name, string rule) => errors.Add($"{PathOf(name)} {rule}.");

    /// <summary>The value as it stands; absent and null are both <see langword="null"/>.</summary>
    internal JsonNode? Node(string name)
    {
        _asked.Add(name);
        return source[name];
    }

    /// <summary>Whether the key is written and null, where null means something.</summary>
    internal bool IsNull(string name) => source.TryGetPropertyValue(name, out var value) && value is null;

    internal double Number(string name, double standard, double least, double most)
    {
        if (Node(name) is not { } node) return standard;
        var isNumber = double.TryParse(Plain(node), NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        if (isNumber && number >= least && number <= most) return number;
        Refuse(name, string.Create(CultureInfo.InvariantCulture, $"must be a number from {least} to {most}"));
        return standard;
    }

    internal string Text(string name, string standard)
    {
        if (Node(name) is not { } node) return standard;
        if (node.GetValueKind() == JsonValueKind.String) return node.GetValue<string>().Trim();
        Refuse(name, "must be text");
        return standard;
    }

    internal Uri? Address(string name, string standard)
    {
        var text = Text(name, standard);
        if (Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https") return uri;
        Refuse(name, "must be an address like https://flagsmith.example.com/api/v1");
        return null;
    }

    internal T Choice<T>(string name, T standard, IReadOnlyDictionary<string, T> choices)
    {
        if (Node(name) is not { } node) return standard;
        if (choices.TryGetValue(Plain(node), out var found)) return found;
        Refuse(name, $"must be one of {string.Join(", ", choices.Keys)}");
        return standard;
    }

    /// <summary>The inner object; an empty one when it is absent.</summary>
    internal ConfigFields Section(string name)
    {
        var node = Node(name);
        if (node is not (null or JsonObject)) Refuse(name, "must be an object");
        return new ConfigFields(node as JsonObject ?? [], PathOf(name), errors, notes);
    }

    /// <summary>The objects of a list, each with its own path; none when it is absent.</summary>
    internal IEnumerable<ConfigFields> Items(string name)
    {
        var node = Node(name);
        if (node is null) yield break;
        if (node is not JsonArray items)
        {
            Refuse(name, "must be a list");
            yield break;
        }

        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is JsonObject item) yield return new ConfigFields(item, $"{PathOf(name)}[{i}]", errors, notes);
            else Refuse($"{name}[{i}]", "must be an object");
        }
    }

    /// <summary>A key that is known and does nothing here.</summary>
    internal void Idle(string name, string reason)
    {
        if (Node(name) is not null) notes.Add($"{PathOf(name)} has no effect: {reason}.");
    }

    /// <summary>Notes what was written and never asked for. Call it last.</summary>
    internal void NoteTheRest()
    {
        foreach (var (name, _) in source)
        {
            if (!_asked.Contains(name)) notes.Add($"{PathOf(name)} is not a known key.");
        }
    }

    private static string Plain(JsonNode node) => node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>().Trim() : node.ToJsonString();
}
