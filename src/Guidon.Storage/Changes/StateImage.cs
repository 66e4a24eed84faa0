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
        // This runs twice for every change, most of which are of one state without segment or variants: a list as a parameter is a statement that is made anew each time.
        var (asked, shared) = (plane.FeatureStates.AsNoTracking(), plane.MultivariateWeights.AsNoTracking());
        var one = ids.First();
        (asked, shared) = ids.Count == 1
            ? (asked.Where(each => each.Id == one), shared.Where(each => each.FeatureStateId == one))
            : (asked.Where(each => ids.Contains(each.Id)), shared.Where(each => ids.Contains(each.FeatureStateId)));
        var rows = asked.Join(plane.Features.AsNoTracking(), state => state.FeatureId, feature => feature.Id, (state, feature) => new { State = state, Feature = feature }).ToList();
        var weights = shared.OrderBy(each => each.MultivariateOptionId).ToLookup(each => each.FeatureStateId);
        var states = rows.ConvertAll(each => each.State);
        var (segments, values, identities) = (Segments(plane, states), Values(plane, states, weights.Count > 0), Identities(plane, states));
        return rows.ToDictionary(
            each => each.State.Id,
            each => new StateImage(
                each.State.EnvironmentId, each.Feature,
                Snap(each.State, segments.GetValueOrDefault(each.State.SegmentId ?? 0), weights[each.State.Id], values) with { IdentityId = IdentityOf(each.State) }));

        long? IdentityOf(FeatureState state) => state.Identifier is { } identifier && identities.TryGetValue((state.EnvironmentId, identifier), out var id) ? id : null;
    }

    private static Dictionary<int, Segment> Segments(ControlPlane plane, List<FeatureState> states)
    {
        var ids = states.Where(each => each.SegmentId is not null).Select(each => each.SegmentId ?? 0).Distinct().ToList();
        return ids.Count == 0 ? [] : plane.Segments.AsNoTracking().Where(each => ids.Contains(each.Id)).ToDictionary(each => each.Id);
    }

    private static Dictionary<int, string> Values(ControlPlane plane, List<FeatureState> states, bool hasShares)
    {
        if (!hasShares) return [];
        var ids = states.Select(each => each.FeatureId).Distinct().ToList();
        return plane.MultivariateOptions.AsNoTracking().Where(each => ids.Contains(each.FeatureId)).ToDictionary(each => each.Id, each => each.Value);
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
