namespace Guidon.Contracts;

/// <summary>Words of a <see cref="HealthReason"/>.</summary>
/// <param name="Text">At most 2,000 characters.</param>
/// <param name="Title">What they are about; null for nothing.</param>
public sealed record HealthText(string Text, string? Title);
