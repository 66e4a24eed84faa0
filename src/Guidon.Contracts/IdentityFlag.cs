using System.Text.Json;

namespace Guidon.Contracts;

/// <summary>A flag as one identity gets it now.</summary>
/// <param name="Feature">Which.</param>
/// <param name="Enabled">Whether it is on.</param>
/// <param name="FeatureStateValue">Text, whole number, boolean or null; of a variant when one was chosen.</param>
/// <param name="OverriddenBy"><c>SEGMENT</c>, <c>IDENTITY</c>, or <see langword="null"/> for the environment's default.</param>
/// <param name="Segment">The segment that decided.</param>
/// <param name="MultivariateFeatureStateValues">Shares of the state that decides; the variant of this identity is chosen already.</param>
public sealed record IdentityFlag(
    FeatureReference Feature, bool Enabled, JsonElement FeatureStateValue, string? OverriddenBy, NamedReference? Segment,
    IReadOnlyList<VariantShare> MultivariateFeatureStateValues);
