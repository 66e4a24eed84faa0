using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Guidon.Contracts;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Guidon.Dashboard.Features;

/// <summary>A value as a person writes it: a kind and a text. JSON and YAML are texts to the server; here they are checked before they are kept.</summary>
/// <param name="Kind">One of <see cref="Kinds"/>.</param>
/// <param name="Text">As written.</param>
public sealed record ValueText(string Kind, string Text)
{
    /// <summary>Characters; the server's limit.</summary>
    public const int CharsMax = 20_000;

    /// <summary>Name and title of each kind.</summary>
    public static IReadOnlyList<(string Name, string Title)> Kinds { get; } =
        [("none", "No value"), ("text", "Text"), ("number", "Number"), ("boolean", "True or false"), ("json", "JSON"), ("yaml", "YAML")];

    /// <summary>As the server has it, with the kind that its text looks like.</summary>
    public static ValueText Of(FlagValue? value) => value switch
    {
        null => new("none", ""),
        { Type: "integer" } => new("number", value.Value),
        { Type: "boolean" } => new("boolean", value.Value),
        _ => new(KindOf(value.Value), value.Value),
    };

    /// <summary>The same for a value as JSON has it.</summary>
    public static ValueText Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => new("number", value.GetRawText()),
        JsonValueKind.True or JsonValueKind.False => new("boolean", value.GetRawText()),
        JsonValueKind.String when value.GetString() is { } text => new(KindOf(text), text),
        _ => new("none", ""),
    };

    /// <summary>What is wrong with it, for a person; <see langword="null"/> when nothing is.</summary>
    public string? Problem => Kind switch
    {
        _ when Text.Length > CharsMax => $"A value has at most {CharsMax:#,0} characters; this one has {Text.Length:#,0}.",
        "none" or "text" => null,
        "number" => IsWhole(Text.Trim()) ? null : "A whole number is needed, for example 25.",
        "boolean" => Text.Trim() is "true" or "false" ? null : "Write true or false.",
        "json" => JsonProblem(Text),
        "yaml" => YamlProblem(Text),
        _ => "There is no such kind of value.",
    };

    /// <summary>For the flag write API.</summary>
    public JsonObject? ToJson() => Kind switch
    {
        "none" => null,
        "number" => new JsonObject { ["type"] = "integer", ["value"] = Text.Trim() },
        "boolean" => new JsonObject { ["type"] = "boolean", ["value"] = Text.Trim() },
        _ => new JsonObject { ["type"] = "string", ["value"] = Text },
    };

    /// <summary>For endpoints that take a value as JSON has it; only of what has no <see cref="Problem"/>.</summary>
    public JsonNode? ToScalar() => Kind switch
    {
        "none" => null,
        "number" => JsonValue.Create(long.Parse(Text.Trim(), CultureInfo.InvariantCulture)),
        "boolean" => JsonValue.Create(Text.Trim() == "true"),
        _ => JsonValue.Create(Text),
    };

    private static string KindOf(string text)
    {
        var start = text.AsSpan().TrimStart();
        if (start.Length > 1 && start[0] is '{' or '[' && JsonProblem(text) is null) return "json";
        return text.Contains(": ", StringComparison.Ordinal) && text.Contains('\n', StringComparison.Ordinal) && YamlProblem(text) is null ? "yaml" : "text";
    }

    /// <summary>Whether it is a whole number in the one way in which the server and JSON write it.</summary>
    internal static bool IsWhole(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == text;

    private static string? JsonProblem(string text)
    {
        try
        {
            using var parsed = JsonDocument.Parse(text);
            return null;
        }
        catch (JsonException error)
        {
            return $"This is not JSON: line {error.LineNumber + 1}, place {error.BytePositionInLine + 1}.";
        }
    }

    private static string? YamlProblem(string text)
    {
        try
        {
            new YamlStream().Load(new StringReader(text));
            return null;
        }
        catch (YamlException error)
        {
            return $"This is not YAML: line {error.Start.Line}, place {error.Start.Column}.";
        }
    }
}
