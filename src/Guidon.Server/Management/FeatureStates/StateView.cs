using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.FeatureStates;

/// <summary>Shows feature states with values as objects.</summary>
internal static class StateView
{
    internal static Reply Answer(ControlPlane plane, int status, FeatureState state) =>
        Reply.Of(status, Show(plane, [state])[0], ContractsJson.Default.TypedStateAnswer);

    internal static IReadOnlyList<TypedStateAnswer> Show(ControlPlane plane, IReadOnlyList<FeatureState> states)
    {
        var ids = states.Select(each => each.Id).ToList();
        var weights = plane.MultivariateWeights.AsNoTracking().Where(each => ids.Contains(each.FeatureStateId)).OrderBy(each => each.MultivariateOptionId).ToLookup(each => each.FeatureStateId);
        return [.. states.Select(each => Show(plane, each, weights[each.Id]))];
    }

    private static TypedStateAnswer Show(ControlPlane plane, FeatureState state, IEnumerable<MultivariateWeight> weights) => new()
    {
        Id = state.Id,
        Uuid = state.Uuid,
        Feature = state.FeatureId,
        Environment = state.EnvironmentId,
        Enabled = state.Enabled,
        FeatureSegment = state.SegmentId is null ? null : state.Id,
        Identity = state.Identifier is null ? null
            : plane.Named([state.EnvironmentId], state.Identifier).Select(each => (long?)each.Id).SingleOrDefault(),
        FeatureStateValue = TypedValue.Of(state.Value),
        MultivariateFeatureStateValues = [.. weights.Select(each => new VariantShare(each.Id, each.MultivariateOptionId, each.PercentageAllocation))],
        LiveFrom = state.UpdatedAt.UtcDateTime,
        CreatedAt = state.CreatedAt.UtcDateTime,
        UpdatedAt = state.UpdatedAt.UtcDateTime,
    };
}
