using Guidon.Contracts;

namespace Guidon.Dashboard.Segments;

/// <summary>A project's segments.</summary>
/// <param name="Search">What was looked for.</param>
/// <param name="Segments">What was found.</param>
public sealed record SegmentListView(string Search, IReadOnlyList<SegmentAnswer> Segments);
