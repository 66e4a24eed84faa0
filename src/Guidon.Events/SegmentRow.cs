namespace Guidon.Events;

/// <summary>A segment (an audience) of a <see cref="FlagTable"/>.</summary>
/// <param name="Id">Id of the segment.</param>
/// <param name="Name">Its name.</param>
public sealed record SegmentRow(int Id, string Name);
