namespace Guidon.Delivery;

/// <summary>What a mapper decided about an event.</summary>
public enum MappingOutcome
{
    /// <summary>There are records to send.</summary>
    Mapped,

    /// <summary>A policy withholds it; counted, not kept.</summary>
    Filtered,

    /// <summary>Kept with a reason.</summary>
    Parked,
}
