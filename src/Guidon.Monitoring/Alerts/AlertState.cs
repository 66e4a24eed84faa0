namespace Guidon.Monitoring.Alerts;

/// <summary>The numbers are on disk: never reuse or renumber one.</summary>
public enum AlertState
{
    /// <summary>The condition holds, not yet long enough.</summary>
    Pending = 1,

    /// <summary>It holds, and people were told unless it is silenced.</summary>
    Firing = 2,

    /// <summary>It does not hold any more.</summary>
    Resolved = 3,
}
