namespace Guidon.Flags;

/// <summary>How many requests of one kind an environment had within one hour.</summary>
/// <param name="EnvironmentId">The environment.</param>
/// <param name="Kind">What was asked for.</param>
/// <param name="Hour">Start of the hour, UTC.</param>
/// <param name="Count">Above 0.</param>
public readonly record struct RequestUsage(int EnvironmentId, RequestKind Kind, DateTimeOffset Hour, long Count);
