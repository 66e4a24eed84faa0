namespace Guidon.Contracts;

/// <summary>The share of one variant.</summary>
/// <param name="Id">Id of the variant.</param>
/// <param name="Weight">Percent, 0–100; at most 100 over all variants.</param>
public sealed record FlagVariant(int Id, double Weight);
