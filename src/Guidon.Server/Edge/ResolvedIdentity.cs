using Guidon.Evaluation;

namespace Guidon.Server.Edge;

/// <summary>Who is evaluated, with everything that takes part.</summary>
/// <param name="Identifier">The caller's, or a made-up one for an anonymous caller.</param>
/// <param name="Anonymous">The caller gave no identifier.</param>
/// <param name="Transient">Nothing was stored for this request.</param>
/// <param name="Traits">Stored ones in their order, then new ones; what this request sent wins.</param>
/// <param name="TraitIds">For each trait the stored row's id, 0 when it is not stored.</param>
internal sealed record ResolvedIdentity(string Identifier, bool Anonymous, bool Transient, Trait[] Traits, long[] TraitIds);
