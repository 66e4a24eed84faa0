namespace Guidon.Server.Edge;

/// <summary>What the destinations of one environment want of an evaluation, and what its operator and their owners let them have.</summary>
/// <param name="Enabled">True when there is at least one destination, also a held or paused one.</param>
/// <param name="WantsTraits">True when one of them sends traits.</param>
/// <param name="WantsSegments">True when one of them sends memberships.</param>
/// <param name="Strict">True when nobody is answered whose evaluation could not be made durable.</param>
/// <param name="Traits">What of the traits may be recorded; <see langword="null"/> for all as they are.</param>
internal sealed record CapturePolicy(bool Enabled, bool WantsTraits, bool WantsSegments, bool Strict, CaptureTraits? Traits)
{
    /// <summary>No destination: nothing is recorded.</summary>
    internal static readonly CapturePolicy Off = new(Enabled: false, WantsTraits: false, WantsSegments: false, Strict: false, Traits: null);
}
