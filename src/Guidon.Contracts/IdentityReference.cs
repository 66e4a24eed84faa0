namespace Guidon.Contracts;

/// <summary>Names an identity.</summary>
/// <param name="Id"><see langword="null"/>: an override names an identity that need not be stored.</param>
/// <param name="Identifier">As the application sends it.</param>
public sealed record IdentityReference(int? Id, string Identifier);
