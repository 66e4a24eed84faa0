namespace Guidon.Contracts.Transfer;

/// <summary>A comparison of one property with one value.</summary>
/// <param name="Operator">One of the fourteen operator names.</param>
/// <param name="Property">A trait's key, a JSONPath or nothing.</param>
/// <param name="Value">Always text.</param>
/// <param name="Description">For people.</param>
public sealed record ConditionPart(string Operator, string? Property, string? Value, string? Description = null);
