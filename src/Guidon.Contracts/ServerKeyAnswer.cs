namespace Guidon.Contracts;

/// <summary>A server-side SDK key.</summary>
/// <param name="Id">Above 0.</param>
/// <param name="Key">Whole in the answer that creates it, else all but its last four characters are stars.</param>
/// <param name="Active">False when it was switched off.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="Name">For people.</param>
/// <param name="ExpiresAt">UTC; <see langword="null"/> when it does not expire.</param>
public sealed record ServerKeyAnswer(int Id, string Key, bool Active, DateTime CreatedAt, string Name, DateTime? ExpiresAt);
