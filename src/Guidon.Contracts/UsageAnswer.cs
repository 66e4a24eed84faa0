namespace Guidon.Contracts;

/// <summary>Answer of <c>GET /api/guidon/v1/environments/{key}/usage?days=30&amp;feature=name</c>: evaluations that SDKs reported in one environment.</summary>
/// <param name="Today">The last day of the window, UTC.</param>
/// <param name="Days">Oldest first; a day without any is left out.</param>
/// <param name="Features">The <see cref="FeaturesMax"/> most evaluated ones, the most evaluated first.</param>
public sealed record UsageAnswer(DateOnly Today, IReadOnlyList<EvaluationDay> Days, IReadOnlyList<FeatureUse> Features)
{
    /// <summary>Features that one answer lists.</summary>
    public const int FeaturesMax = 25;
}
