namespace Guidon.Flags;

/// <summary>A persisted identity with its traits. Immutable: a change makes a new one.</summary>
/// <param name="Id">Above 0.</param>
/// <param name="Identifier">Opaque text, 1–2,000 characters.</param>
/// <param name="Traits">In the order in which they were first stored.</param>
public sealed record StoredIdentity(long Id, string Identifier, IReadOnlyList<StoredTrait> Traits);
