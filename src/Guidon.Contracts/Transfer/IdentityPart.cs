namespace Guidon.Contracts.Transfer;

/// <summary>A stored identity.</summary>
/// <param name="Identifier">Unique inside the environment.</param>
/// <param name="Traits">Each key once.</param>
public sealed record IdentityPart(string Identifier, IReadOnlyList<TraitPart> Traits);
