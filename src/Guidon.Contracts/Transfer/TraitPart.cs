using System.Text.Json;

namespace Guidon.Contracts.Transfer;

/// <summary>A stored trait.</summary>
/// <param name="TraitKey">1–200 characters.</param>
/// <param name="TraitValue">Text, number or boolean; a number with a fraction or exponent is a float.</param>
public sealed record TraitPart(string TraitKey, JsonElement TraitValue);
