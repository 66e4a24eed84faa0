namespace Guidon.Contracts.Transfer;

/// <summary>What a conversion could not carry. A field that nobody knows is here and never dropped in silence.</summary>
/// <param name="Losses">In the order of the source.</param>
public sealed record LossReport(IReadOnlyList<Loss> Losses);
