using Guidon.Storage.Model;

namespace Guidon.Server.Management;

/// <summary>Makes rows of feature states and weights, not saved yet.</summary>
internal static class StateRows
{
    /// <summary>What the feature says that new environments start with.</summary>
    internal static FeatureState NewDefault(Change change, Feature feature, int environmentId) => new()
    {
        Uuid = change.NewUuid(),
        EnvironmentId = environmentId,
        FeatureId = feature.Id,
        Enabled = feature.DefaultEnabled,
        Value = feature.InitialValue is { } text ? ScalarValue.OfText(text) : ScalarValue.Null,
        CreatedAt = change.Now,
        UpdatedAt = change.Now,
    };

    /// <summary>The same default or segment override in another environment.</summary>
    internal static FeatureState NewCopy(Change change, FeatureState state, int environmentId) => new()
    {
        Uuid = change.NewUuid(),
        EnvironmentId = environmentId,
        FeatureId = state.FeatureId,
        SegmentId = state.SegmentId,
        Priority = state.Priority,
        Enabled = state.Enabled,
        Value = state.Value,
        CreatedAt = change.Now,
        UpdatedAt = change.Now,
    };

    internal static MultivariateWeight NewWeight(Change change, int stateId, int optionId, double share) => new()
    {
        Uuid = change.NewUuid(),
        FeatureStateId = stateId,
        MultivariateOptionId = optionId,
        PercentageAllocation = share,
    };
}
