namespace Guidon.Contracts;

/// <summary>A value with its type.</summary>
/// <param name="Type"><c>string</c>, <c>integer</c> or <c>boolean</c>.</param>
/// <param name="Value">Always as text.</param>
public sealed record FlagValue(string Type, string Value);
