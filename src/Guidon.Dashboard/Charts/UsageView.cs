using Guidon.Contracts;

namespace Guidon.Dashboard.Charts;

/// <summary>How often SDKs evaluated one feature in one environment.</summary>
/// <param name="Feature">Whose.</param>
/// <param name="Tags">The project's.</param>
/// <param name="Usage">By day.</param>
public sealed record UsageView(FeatureAnswer Feature, IReadOnlyList<TagAnswer> Tags, UsageAnswer Usage);
