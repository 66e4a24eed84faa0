using System.Text.Json;
using Guidon.Evaluation.Definitions;
using Guidon.Evaluation.Values;

namespace Guidon.Evaluation.Paths;

/// <summary>
/// The part of an evaluation context that is the same for every subject, as paths see it: environment, features and segments in the
/// shape of the v2 schema. Written only when a path asks for more than the environment's key or name.
/// </summary>
internal sealed class StaticContext(EnvironmentDefinition definition)
{
    private JsonElement? _root;

    /// <summary>Follows a path that starts at the root.</summary>
    /// <returns>The first node's value, of kind null when that is no scalar; null when the path finds nothing here.</returns>
    public Scalar? Find(ReadOnlySpan<JsonPathStep> steps)
    {
        if (steps[0].Name == "identity") return null;
        _root ??= Write();
        return First(_root.Value, steps) is { } node ? Value(node) : null;
    }

    private JsonElement Write() => DefinitionJson.Write(definition);

    private static JsonElement? First(JsonElement node, ReadOnlySpan<JsonPathStep> steps)
    {
        if (steps.IsEmpty) return node;
        return node.ValueKind switch
        {
            JsonValueKind.Object => FirstInObject(node, steps),
            JsonValueKind.Array => FirstInArray(node, steps),
            _ => null,
        };
    }

    private static JsonElement? FirstInObject(JsonElement node, ReadOnlySpan<JsonPathStep> steps)
    {
        if (steps[0].Name is { } name) return node.TryGetProperty(name, out var member) ? First(member, steps[1..]) : null;
        if (!steps[0].IsEveryChild) return null;
        foreach (var child in node.EnumerateObject())
            if (First(child.Value, steps[1..]) is { } found) return found;
        return null;
    }

    private static JsonElement? FirstInArray(JsonElement node, ReadOnlySpan<JsonPathStep> steps)
    {
        var count = node.GetArrayLength();
        if (steps[0].Index is { } index)
        {
            var at = index < 0 ? index + count : index;
            return at >= 0 && at < count ? First(node[at], steps[1..]) : null;
        }

        if (!steps[0].IsEveryChild) return null;
        foreach (var child in node.EnumerateArray())
            if (First(child, steps[1..]) is { } found) return found;
        return null;
    }

    private static Scalar Value(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.String => Scalar.OfText(node.GetString() ?? ""),
        JsonValueKind.Number => Scalar.OfNumber(node.GetRawText()),
        JsonValueKind.True or JsonValueKind.False => Scalar.OfBoolean(node.GetBoolean()),
        _ => default,
    };
}
