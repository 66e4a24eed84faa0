namespace Guidon.Delivery;

/// <summary>Where one event of a window stands.</summary>
public enum EventState
{
    /// <summary>Not settled.</summary>
    Waiting,

    /// <summary>The receiver acknowledged it.</summary>
    Delivered,

    /// <summary>A policy withheld it.</summary>
    Filtered,

    /// <summary>Its identity was erased before it was sent.</summary>
    Cancelled,

    /// <summary>Kept aside with a reason.</summary>
    Parked,
}
