namespace Guidon.Server.Edge;

/// <summary>What an SDK asks about an identity, read and checked.</summary>
/// <param name="Identifier">Trimmed for POST; <see langword="null"/> for an anonymous caller.</param>
/// <param name="Transient">Nothing of this request may be stored.</param>
/// <param name="Traits">One per key: of repeated keys the last one won, in the place of the first.</param>
internal sealed record IdentityRequest(string? Identifier, bool Transient, TraitList Traits);
