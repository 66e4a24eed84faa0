using System.Collections.Frozen;
using System.Text.Json;
using Guidon.Evaluation.Values;

namespace Guidon.Evaluation.Rules;

/// <summary>The value of an <c>IN</c> condition: a set of texts, however it was spelled (section 4.5.1).</summary>
internal sealed class Membership
{
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _members;

    private Membership(IEnumerable<string> members) =>
        _members = members.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    // Nothing is trimmed: "a, b" holds " b". What only looks like JSON is comma-separated text.
    public static Membership Parse(string text) => new(text.StartsWith('[') && JsonElements(text) is { } elements ? elements : text.Split(','));

    /// <summary>Whether text that begins with a bracket is the list that it looks like.</summary>
    public static bool IsJsonList(string text) => JsonElements(text) is not null;

    /// <summary>The elements of a JSON list as Python's <c>str</c> prints them; lists and objects inside match nobody and are left out.</summary>
    private static IEnumerable<string> ElementTexts(JsonElement list)
    {
        foreach (var element in list.EnumerateArray())
        {
            var text = element.ValueKind switch
            {
                JsonValueKind.String => element.GetString(),
                JsonValueKind.Number => NumberText(element.GetRawText()),
                JsonValueKind.True => "True",
                JsonValueKind.False => "False",
                JsonValueKind.Null => "None",
                _ => null,
            };
            if (text is not null) yield return text;
        }
    }

    /// <summary>Integers and text only; booleans and floats are in no set.</summary>
    public bool Matches(scoped in Operand operand) => operand.Kind is TraitKind.Integer or TraitKind.Text && _members.Contains(operand.Text);

    private static List<string>? JsonElements(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return ElementTexts(document.RootElement).ToList();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Not JSON, or with half a surrogate pair in it: both are read as comma-separated text.
            return null;
        }
    }

    private static string NumberText(string json)
    {
        var number = Scalar.OfNumber(json);
        return PythonText.Of(Operand.Of(number), stackalloc char[PythonText.ScalarCharsMax]).ToString();
    }
}
