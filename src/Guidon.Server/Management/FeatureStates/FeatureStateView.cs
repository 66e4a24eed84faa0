using System.Text.Json;
using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.FeatureStates;

/// <summary>Finds and shows feature states with bare values.</summary>
internal static class FeatureStateView
{
    internal static IReadOnlyList<FeatureStateAnswer> Show(ControlPlane plane, IReadOnlyList<FeatureState> states)
    {
        var ids = states.Select(each => each.Id).ToList();
        var weights = plane.MultivariateWeights.Where(each => ids.Contains(each.FeatureStateId))
            .OrderBy(each => each.MultivariateOptionId).ToLookup(each => each.FeatureStateId);
        return [.. states.Select(each => Show(each, weights[each.Id]))];
    }

    /// <summary>The state that the path names; <see langword="null"/> when the caller's organisation has no such thing.</summary>
    internal static FeatureState? Find(ControlPlane plane, Caller caller, HttpContext http)
    {
        if (plane.FindEnvironment(caller, http.PathText("environment")) is not { } environment) return null;
        var id = http.PathId("state");
        return plane.FeatureStates.SingleOrDefault(each => each.Id == id && each.EnvironmentId == environment.Id);
    }

    private static FeatureStateAnswer Show(FeatureState state, IEnumerable<MultivariateWeight> weights) => new()
    {
        Id = state.Id,
        Uuid = state.Uuid,
        Feature = state.FeatureId,
        Environment = state.EnvironmentId,
        Enabled = state.Enabled,
        FeatureSegment = state.SegmentId is null ? null : state.Id,
        Identity = state.Identifier is { } identifier ? new IdentityReference(null, identifier) : null,
        FeatureStateValue = JsonElement.Parse(state.Value),
        MultivariateFeatureStateValues = [.. weights.Select(each => new VariantShare(each.Id, each.MultivariateOptionId, each.PercentageAllocation))],
    };
}
