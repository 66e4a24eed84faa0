namespace Guidon.Flags.Documents;

/// <summary>A comparison of one property with one value.</summary>
public sealed record ConditionDocument
{
    /// <summary>One of the fourteen operator names.</summary>
    public required string Operator { get; init; }

    /// <summary>A trait's key, a JSONPath that starts with <c>$.</c>, or blank.</summary>
    public string? Property { get; init; }

    /// <summary>Always text, also for numbers and lists.</summary>
    public string? Value { get; init; }

    /// <summary>For people who edit the segment; SDKs are not told.</summary>
    public string? Description { get; init; }
}
