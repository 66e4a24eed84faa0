namespace Guidon.Contracts.Transfer;

/// <summary>A node of a segment's rule tree.</summary>
/// <param name="Type"><c>ALL</c>, <c>ANY</c> or <c>NONE</c>.</param>
public sealed record RulePart(string Type)
{
    /// <summary>Sub-rules.</summary>
    public IReadOnlyList<RulePart> Rules { get; init; } = [];

    /// <summary>Comparisons.</summary>
    public IReadOnlyList<ConditionPart> Conditions { get; init; } = [];
}
