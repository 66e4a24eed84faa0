namespace Guidon.Contracts;

/// <summary>Requests of SDKs in the current period.</summary>
/// <param name="Count">Of all kinds.</param>
public sealed record UsageTotal(long Count);
