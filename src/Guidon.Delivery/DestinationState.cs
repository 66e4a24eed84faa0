namespace Guidon.Delivery;

/// <summary>Whether a destination is pumped. The numbers are on disk.</summary>
public enum DestinationState : byte
{
    /// <summary>Events are sent.</summary>
    Active = 0,

    /// <summary>Its configuration was refused, or a person held it; nothing is sent but a probe in the first case, nothing is lost.</summary>
    Held = 1,

    /// <summary>A person stopped it; nothing is sent, nothing is lost.</summary>
    Paused = 2,
}
