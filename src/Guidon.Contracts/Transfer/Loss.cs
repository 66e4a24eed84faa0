namespace Guidon.Contracts.Transfer;

/// <summary>One field that was not carried, or only roughly.</summary>
/// <param name="Path">Where it stands in the source, as <c>items[3].rules[0].clauses[1].op</c>.</param>
/// <param name="Kind">Of its value: <c>object</c>, <c>list</c>, <c>text</c>, <c>number</c>, <c>boolean</c>, <c>null</c>.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record Loss(string Path, string Kind, string Reason);
