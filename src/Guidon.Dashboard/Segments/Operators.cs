namespace Guidon.Dashboard.Segments;

/// <summary>How comparisons are read aloud.</summary>
public static class Operators
{
    /// <summary>Name and words, in the order in which people need them.</summary>
    public static IReadOnlyList<(string Name, string Title)> All { get; } =
    [
        ("EQUAL", "is"), ("NOT_EQUAL", "is not"), ("IN", "is one of"), ("CONTAINS", "contains"), ("NOT_CONTAINS", "does not contain"),
        ("GREATER_THAN", "is greater than"), ("GREATER_THAN_INCLUSIVE", "is at least"), ("LESS_THAN", "is less than"), ("LESS_THAN_INCLUSIVE", "is at most"),
        ("IS_SET", "is set"), ("IS_NOT_SET", "is not set"), ("REGEX", "matches the pattern"), ("MODULO", "modulo (divisor|remainder)"), ("PERCENTAGE_SPLIT", "falls into the first … %"),
    ];

    /// <summary>The words of one; its name where there are none.</summary>
    public static string Title(string name) => All.FirstOrDefault(each => each.Name == name).Title ?? name;
}
