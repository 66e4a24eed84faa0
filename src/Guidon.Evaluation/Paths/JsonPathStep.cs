namespace Guidon.Evaluation.Paths;

/// <summary>One step of a path: a member by name, an element by index, or every child.</summary>
/// <param name="Name">The member's name; <see langword="null"/> for the other two.</param>
/// <param name="Index">The element's index, negative from the end; <see langword="null"/> for the other two.</param>
internal readonly record struct JsonPathStep(string? Name, int? Index)
{
    public static JsonPathStep EveryChild => default;

    public bool IsEveryChild => Name is null && Index is null;

    public bool Takes(string member) => IsEveryChild || string.Equals(Name, member, StringComparison.Ordinal);
}
