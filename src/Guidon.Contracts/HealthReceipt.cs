namespace Guidon.Contracts;

/// <summary>What became of a body of a provider.</summary>
/// <param name="Events">How many features it says something new of.</param>
public sealed record HealthReceipt(int Events);
