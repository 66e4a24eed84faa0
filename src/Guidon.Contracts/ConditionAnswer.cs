namespace Guidon.Contracts;

/// <summary>A comparison of one property with one value.</summary>
/// <param name="Id">Its place in the tree, from 1; a change of the tree counts anew.</param>
/// <param name="Property">A trait's key, a JSONPath, or blank.</param>
/// <param name="Operator">One of the fourteen names.</param>
/// <param name="Value">Always as text.</param>
/// <param name="Description">For people.</param>
public sealed record ConditionAnswer(int Id, string? Property, string Operator, string? Value, string? Description);
