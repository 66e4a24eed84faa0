using System.Text.Json;

namespace Guidon.Contracts;

/// <summary>A value in a column of its type. Of the three values at most one is set, as <see cref="Type"/> says.</summary>
/// <param name="Type"><c>unicode</c>, <c>int</c> or <c>bool</c>.</param>
/// <param name="StringValue">Set for <c>unicode</c>, unless there is no value.</param>
/// <param name="IntegerValue">Set for <c>int</c>.</param>
/// <param name="BooleanValue">Set for <c>bool</c>.</param>
public sealed record TypedValue(string Type, string? StringValue, long? IntegerValue, bool? BooleanValue)
{
    /// <param name="stored">A JSON scalar: text, whole number, boolean or null.</param>
    public static TypedValue Of(string stored)
    {
        var value = JsonElement.Parse(stored);
        return value.ValueKind switch
        {
            JsonValueKind.Number => new TypedValue("int", null, value.GetInt64(), null),
            JsonValueKind.True or JsonValueKind.False => new TypedValue("bool", null, null, value.GetBoolean()),
            JsonValueKind.String => new TypedValue("unicode", value.GetString(), null, null),
            _ => new TypedValue("unicode", null, null, null),
        };
    }
}
