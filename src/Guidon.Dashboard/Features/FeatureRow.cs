using Guidon.Contracts;

namespace Guidon.Dashboard.Features;

/// <summary>A feature in a list.</summary>
/// <param name="Feature">What it is everywhere.</param>
/// <param name="States">What it is in each of the list's environments; <see langword="null"/> where it came or went while the list was read.</param>
public sealed record FeatureRow(FeatureAnswer Feature, IReadOnlyList<FeatureAnswer?> States);
