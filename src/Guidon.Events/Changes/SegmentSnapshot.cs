namespace Guidon.Events.Changes;

/// <summary>A segment as a state names it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">For people.</param>
public sealed record SegmentSnapshot(int Id, string Name, string? Description);
