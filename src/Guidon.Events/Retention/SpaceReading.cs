namespace Guidon.Events.Retention;

/// <summary>One look at the volume.</summary>
/// <param name="Space">What was measured.</param>
/// <param name="Level">What it means.</param>
public sealed record SpaceReading(VolumeSpace Space, SpaceLevel Level);
