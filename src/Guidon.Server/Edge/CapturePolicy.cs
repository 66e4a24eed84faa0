namespace Guidon.Server.Edge;

/// <summary>What the destinations of one environment want of an evaluation.</summary>
/// <param name="Enabled">True when there is at least one destination, also a held or paused one.</param>
/// <param name="WantsTraits">True when one of them sends traits.</param>
/// <param name="WantsSegments">True when one of them sends memberships.</param>
internal sealed record CapturePolicy(bool Enabled, bool WantsTraits, bool WantsSegments)
{
    /// <summary>No destination: nothing is recorded.</summary>
    internal static readonly CapturePolicy Off = new(Enabled: false, WantsTraits: false, WantsSegments: false);
}
