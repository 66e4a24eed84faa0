namespace Guidon.Events.Changes;

/// <summary>The share of one variant.</summary>
/// <param name="Id">Of the share.</param>
/// <param name="OptionId">Of the multivariate option.</param>
/// <param name="Value">What the variant's identities get.</param>
/// <param name="Percentage">0–100.</param>
public sealed record VariantSnapshot(int Id, int OptionId, EventValue Value, double Percentage);
