namespace Guidon.Contracts.Transfer;

/// <summary>A server-side key that goes on working.</summary>
/// <param name="Name">For people.</param>
/// <param name="Key">The key; begins with <c>ser.</c>. A secret: a file that has it is one too.</param>
/// <param name="Active">False when it was switched off.</param>
/// <param name="ExpiresAt">UTC; <see langword="null"/> when it does not expire.</param>
public sealed record ServerKeyPart(string Name, string Key, bool Active = true, DateTime? ExpiresAt = null);
