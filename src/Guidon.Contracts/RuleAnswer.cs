namespace Guidon.Contracts;

/// <summary>A node of a segment's rule tree.</summary>
/// <param name="Id">Its place in the tree, from 1; a change of the tree counts anew.</param>
/// <param name="Type"><c>ALL</c>, <c>ANY</c> or <c>NONE</c>.</param>
/// <param name="Rules">Sub-rules.</param>
/// <param name="Conditions">Comparisons.</param>
public sealed record RuleAnswer(int Id, string Type, IReadOnlyList<RuleAnswer> Rules, IReadOnlyList<ConditionAnswer> Conditions);
