namespace Guidon.Contracts;

/// <summary>How many features of an environment are in which stage.</summary>
/// <param name="New">Made, and in no code yet.</param>
/// <param name="Live">In code, and changed not long ago.</param>
/// <param name="Stale">Not changed for long, and in code as far as is known.</param>
/// <param name="Permanent">Meant to stay.</param>
/// <param name="NeedsMonitoring">Not changed for long and in no code, and applications still ask for it.</param>
/// <param name="ToRemove">Not changed for long, in no code, and nobody asks.</param>
public sealed record LifecycleCounts(int New, int Live, int Stale, int Permanent, int NeedsMonitoring, int ToRemove);
