using Guidon.Evaluation;

namespace Guidon.Server.Edge.Traits;

/// <summary>One trait to store for one identity.</summary>
/// <param name="Identifier">1–2,000 characters.</param>
/// <param name="Trait">Never transient; null deletes.</param>
internal sealed record TraitEntry(string Identifier, Trait Trait);
