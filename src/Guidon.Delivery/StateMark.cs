namespace Guidon.Delivery;

/// <summary>What one identity was last told at one destination, by hashes only.</summary>
/// <param name="Identity">The first 128 bits of the SHA-256 of the identifier.</param>
/// <param name="State">The first 128 bits of the SHA-256 of everything that the mapper may make different output of, time and id left out.</param>
public readonly record struct StateMark(UInt128 Identity, UInt128 State);
