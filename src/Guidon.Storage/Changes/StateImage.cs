using System.Collections.Immutable;
using Guidon.Events;
using Guidon.Events.Changes;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Storage.Changes;

/// <summary>A feature state with everything that it names, as the tables have it at one moment.</summary>
/// <param name="EnvironmentId">Its environment.</param>
/// <param name="Feature">Its feature.</param>
/// <param name="Snapshot">The state, its segment and weights.</param>
public sealed record StateImage(int EnvironmentId, Feature Feature, FlagSnapshot Snapshot)
{
    /// <summary>Whether SDKs and people would see no difference.</summary>
    public bool IsSame(StateImage other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var (one, two) = (Snapshot, other.Snapshot);
        return (one.Enabled, one.Value, one.Priority, one.Identifier, one.Segment?.Id) == (two.Enabled, two.Value, two.Priority, two.Identifier, two.Segment?.Id)
            && one.Variants.Select(each => (each.OptionId, each.Value, each.Percentage)).SequenceEqual(two.Variants.Select(each => (each.OptionId, each.Value, each.Percentage)));
    }

    /// <summary>The states with these ids; those that are not there are left out.</summary>
    internal static Dictionary<int, StateImage> Load(ControlPlane plane, IReadOnlyCollection<int> ids)
    {
        if (ids.Count == 0) return [];
        var states = plane.FeatureStates.AsNoTracking().Where(each => ids.Contains(each.Id)).ToList();
        var (featureIds, segmentIds) = (states.Select(each => each.FeatureId).Distinct().ToList(), states.Select(each => each.SegmentId ?? 0).Distinct().ToList());
        var features = plane.Features.AsNoTracking().Where(each => featureIds.Contains(each.Id)).ToDictionary(each => each.Id);
        var segments = plane.Segments.AsNoTracking().Where(each => segmentIds.Contains(each.Id)).ToDictionary(each => each.Id);
        var values = plane.MultivariateOptions.AsNoTracking().Where(each => featureIds.Contains(each.FeatureId)).ToDictionary(each => each.Id, each => each.Value);
        var weights = plane.MultivariateWeights.AsNoTracking().Where(each => ids.Contains(each.FeatureStateId)).OrderBy(each => each.MultivariateOptionId).ToLookup(each => each.FeatureStateId);
        var identities = Identities(plane, states);
        return states.ToDictionary(
            each => each.Id,
            each => new StateImage(each.EnvironmentId, features[each.FeatureId], Snap(each, segments.GetValueOrDefault(each.SegmentId ?? 0), weights[each.Id], values)
                with { IdentityId = each.Identifier is { } identifier && identities.TryGetValue((each.EnvironmentId, identifier), out var id) ? id : null }));
    }

    private static Dictionary<(int, string), long> Identities(ControlPlane plane, List<FeatureState> states)
    {
        var named = states.Where(each => each.Identifier is not null).Select(each => each.Identifier ?? "").Distinct().ToList();
        if (named.Count == 0) return [];
        var environments = states.Select(each => each.EnvironmentId).Distinct().ToList();
        return plane.Named(environments, named).AsNoTracking().ToDictionary(each => (each.EnvironmentId, each.Identifier), each => each.Id);
    }

    private static FlagSnapshot Snap(FeatureState state, Segment? segment, IEnumerable<MultivariateWeight> weights, Dictionary<int, string> values) => new()
    {
        Id = state.Id,
        Uuid = state.Uuid,
        Enabled = state.Enabled,
        Value = new EventValue(state.Value),
        Segment = segment is null ? null : new SegmentSnapshot(segment.Id, segment.Name, segment.Description),
        Priority = state.Priority,
        Identifier = state.Identifier,
        Variants =
        [
            .. weights.Select(each => new VariantSnapshot(
                each.Id, each.MultivariateOptionId, new EventValue(values.GetValueOrDefault(each.MultivariateOptionId, "null")), each.PercentageAllocation)),
        ],
    };
}
