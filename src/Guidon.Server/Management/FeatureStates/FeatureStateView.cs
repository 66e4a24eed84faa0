using System.Text.Json;
using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.FeatureStates;

/// <summary>Finds and shows feature states with bare values.</summary>
internal static class FeatureStateView
{
    internal static IReadOnlyList<FeatureStateAnswer> Show(ControlPlane plane, IReadOnlyList<FeatureState> states)
    {
        var ids = states.Select(each => each.Id).ToList();
        var weights = plane.MultivariateWeights.Where(each => ids.Contains(each.FeatureStateId))
            .OrderBy(each => each.MultivariateOptionId).ToLookup(each => each.FeatureStateId);
        var identities = Identities(plane, states);
        return [.. states.Select(each => Show(each, weights[each.Id], identities))];
    }

    /// <summary>The state that the path names; <see langword="null"/> when there is no such thing for the caller.</summary>
    internal static (ProjectEnvironment Environment, FeatureState State)? Find(ControlPlane plane, Caller caller, HttpContext http)
    {
        if (plane.FindEnvironment(caller, http.PathText("environment")) is not { } environment) return null;
        var id = http.PathId("state");
        return plane.FeatureStates.SingleOrDefault(each => each.Id == id && each.EnvironmentId == environment.Id) is { } state ? (environment, state) : null;
    }

    private static Dictionary<(int, string), long> Identities(ControlPlane plane, IReadOnlyList<FeatureState> states)
    {
        var identifiers = states.Where(each => each.Identifier is not null).Select(each => each.Identifier ?? "").Distinct().ToList();
        if (identifiers.Count == 0) return [];
        var environments = states.Select(each => each.EnvironmentId).Distinct().ToList();
        return plane.Named(environments, identifiers).AsNoTracking().ToDictionary(each => (each.EnvironmentId, each.Identifier), each => each.Id);
    }

    private static FeatureStateAnswer Show(FeatureState state, IEnumerable<MultivariateWeight> weights, Dictionary<(int, string), long> identities) => new()
    {
        Id = state.Id,
        Uuid = state.Uuid,
        Feature = state.FeatureId,
        Environment = state.EnvironmentId,
        Enabled = state.Enabled,
        FeatureSegment = state.SegmentId is null ? null : state.Id,
        Identity = state.Identifier is { } identifier ? new IdentityReference(identities.TryGetValue((state.EnvironmentId, identifier), out var id) ? id : null, identifier) : null,
        FeatureStateValue = JsonElement.Parse(state.Value),
        MultivariateFeatureStateValues = [.. weights.Select(each => new VariantShare(each.Id, each.MultivariateOptionId, each.PercentageAllocation))],
    };
}
