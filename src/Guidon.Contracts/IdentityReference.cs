namespace Guidon.Contracts;

/// <summary>Names an identity.</summary>
/// <param name="Id"><see langword="null"/> when it is not stored: an override may name any identity.</param>
/// <param name="Identifier">As the application sends it.</param>
public sealed record IdentityReference(long? Id, string Identifier);
