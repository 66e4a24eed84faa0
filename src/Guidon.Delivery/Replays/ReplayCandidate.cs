using Guidon.Events;

namespace Guidon.Delivery.Replays;

/// <summary>A settled event as a replay sees it before it decides.</summary>
/// <param name="Logged">The event.</param>
/// <param name="ParkedReason">Why it is parked; <see langword="null"/> when it is not.</param>
/// <param name="IsCancelled">A person gave it up.</param>
/// <param name="MapperVersion">The mapper that was at work when it was settled; 0 when that was not recorded.</param>
/// <param name="MayBeTaken">It is parked, and an attempt ended without an answer.</param>
public sealed record ReplayCandidate(LoggedEvent Logged, string? ParkedReason, bool IsCancelled, int MapperVersion, bool MayBeTaken);
