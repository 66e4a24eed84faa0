namespace Guidon.Events.Tracking;

/// <summary>How a run goes. The numbers are on disk: never reuse or renumber one.</summary>
public enum TrackedState
{
    /// <summary>It began.</summary>
    Begun = 1,

    /// <summary>It is, or ended, well.</summary>
    Well = 2,

    /// <summary>It is, or ended, badly.</summary>
    Failed = 3,
}
