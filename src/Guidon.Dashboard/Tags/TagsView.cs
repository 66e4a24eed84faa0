using Guidon.Contracts;

namespace Guidon.Dashboard.Tags;

/// <summary>A project's tags.</summary>
/// <param name="Tags">By id.</param>
/// <param name="Typed">What was sent and refused, of the id 0 for a new one; <see langword="null"/> when nothing was refused.</param>
/// <param name="Problem">Why.</param>
public sealed record TagsView(IReadOnlyList<TagAnswer> Tags, TagAnswer? Typed, string? Problem);
