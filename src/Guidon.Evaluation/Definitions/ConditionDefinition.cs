namespace Guidon.Evaluation.Definitions;

/// <summary>A comparison of one property with one value.</summary>
public sealed record ConditionDefinition
{
    /// <summary>A trait's key, a JSONPath that starts with <c>$.</c>, or blank: the identity's key in a percentage split.</summary>
    public string? Property { get; init; }

    /// <summary>One of the fourteen names, as <c>EQUAL</c>; a condition with any other never matches.</summary>
    public required string Operator { get; init; }

    /// <summary>What is compared with; <see langword="null"/> never matches, but for <c>IS_SET</c> and <c>IS_NOT_SET</c>.</summary>
    /// <remarks>A list for <c>IN</c> stands here as its JSON text, which means the same.</remarks>
    public string? Value { get; init; }
}
