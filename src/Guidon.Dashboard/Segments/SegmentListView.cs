using Guidon.Contracts;

namespace Guidon.Dashboard.Segments;

/// <summary>A project's segments.</summary>
/// <param name="Search">What was looked for.</param>
/// <param name="Number">The page, from 1.</param>
/// <param name="Page">What was found.</param>
public sealed record SegmentListView(string Search, int Number, Page<SegmentAnswer> Page);
