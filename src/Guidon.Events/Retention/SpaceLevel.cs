namespace Guidon.Events.Retention;

/// <summary>How pressed the volume of the log is.</summary>
public enum SpaceLevel : byte
{
    /// <summary>Enough.</summary>
    Enough,

    /// <summary>Delivered events are dropped before their time.</summary>
    Scarce,

    /// <summary>No event is captured any more; what is left belongs to deliveries.</summary>
    Exhausted,
}
