namespace Guidon.Contracts;

/// <summary>Names a segment.</summary>
/// <param name="Id">Its id.</param>
public sealed record SegmentReference(int Id);
