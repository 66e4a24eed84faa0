using Guidon.Contracts.Transfer;

namespace Guidon.Transfer.Flagsmith;

/// <summary>A segment of a living server.</summary>
/// <param name="Id">There.</param>
/// <param name="Part">In the file.</param>
internal sealed record ApiSegment(int Id, SegmentPart Part);
