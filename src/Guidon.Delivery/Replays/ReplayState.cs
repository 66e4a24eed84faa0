namespace Guidon.Delivery.Replays;

/// <summary>How far a replay is. The numbers are on disk.</summary>
public enum ReplayState : byte
{
    /// <summary>It takes events and sends them.</summary>
    Running = 0,

    /// <summary>A person stopped it; what it took stays pending and waits.</summary>
    Paused = 1,

    /// <summary>A person ended it; what it had taken and not delivered is parked again as it was.</summary>
    Cancelled = 2,

    /// <summary>Everything it took has an outcome.</summary>
    Done = 3,
}
