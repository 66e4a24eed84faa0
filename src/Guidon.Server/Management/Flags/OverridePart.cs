using Guidon.Server.Edge;

namespace Guidon.Server.Management.Flags;

/// <summary>What a request says about one segment override.</summary>
/// <param name="SegmentId">The segment; 0 when it could not be read.</param>
/// <param name="Priority">From 0; <see langword="null"/> when it is left out.</param>
/// <param name="State">The rest.</param>
/// <param name="Errors">Where errors of this item are noted.</param>
internal sealed record OverridePart(int SegmentId, int? Priority, FlagPart State, FieldErrors Errors);
