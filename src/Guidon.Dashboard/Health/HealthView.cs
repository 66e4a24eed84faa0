using Guidon.Contracts;

namespace Guidon.Dashboard.Health;

/// <summary>How a feature is doing.</summary>
/// <param name="Feature">Which.</param>
/// <param name="Tags">The project's.</param>
/// <param name="Said">The last that each alert of each provider said, what is not well first.</param>
public sealed record HealthView(FeatureAnswer Feature, IReadOnlyList<TagAnswer> Tags, IReadOnlyList<HealthEventAnswer> Said);
