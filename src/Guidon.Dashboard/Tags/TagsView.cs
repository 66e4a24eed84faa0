using Guidon.Contracts;

namespace Guidon.Dashboard.Tags;

/// <summary>A project's tags.</summary>
/// <param name="Tags">By id.</param>
/// <param name="Label">What was written for a new one.</param>
public sealed record TagsView(IReadOnlyList<TagAnswer> Tags, string Label);
