namespace Guidon.Contracts;

/// <summary>An address of a <see cref="HealthReason"/>.</summary>
/// <param name="Url">Of http or https.</param>
/// <param name="Title">What is there; null for nothing.</param>
public sealed record HealthLink(string Url, string? Title);
