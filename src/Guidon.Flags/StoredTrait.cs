using Guidon.Evaluation;

namespace Guidon.Flags;

/// <summary>A persisted trait.</summary>
/// <param name="Id">Above 0, stable while the trait exists.</param>
/// <param name="Key">Its key.</param>
/// <param name="Value">Never <see cref="TraitKind.Null"/>.</param>
public readonly record struct StoredTrait(long Id, string Key, TraitValue Value);
