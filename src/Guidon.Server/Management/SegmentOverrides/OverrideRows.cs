using Guidon.Server.Edge;
using Guidon.Flags;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.SegmentOverrides;

/// <summary>
/// Segment overrides as the older API writes them: a link first, its state afterwards, priorities at the end. Here they are one row, so every step
/// leaves something whole: a link alone is an override that is as the environment's default.
/// </summary>
internal static class OverrideRows
{
    internal const int PriorityMax = 1_000_000;

    /// <summary>A segment override by the id that it shares with its link, and its environment; <see langword="null"/> when there is none for the caller.</summary>
    internal static (ProjectEnvironment Environment, FeatureState State)? Find(ControlPlane plane, Caller caller, int id) =>
        plane.FeatureStates.SingleOrDefault(each => each.Id == id && each.SegmentId != null) is { } state && plane.FindEnvironment(caller, state.EnvironmentId) is { } environment
            ? (environment, state)
            : null;

    /// <summary>The segment, when it may override the feature; else an error is noted.</summary>
    internal static Segment? FindSegment(ControlPlane plane, Feature feature, int id, FieldErrors errors)
    {
        var segment = plane.Segments.SingleOrDefault(each => each.Id == id && each.ProjectId == feature.ProjectId && (each.FeatureId == null || each.FeatureId == feature.Id));
        if (segment is null) errors.Add("segment", $"Invalid pk \"{id}\" - object does not exist.");
        return segment;
    }

    internal static bool Exists(ControlPlane plane, int environmentId, int featureId, int segmentId) =>
        plane.FeatureStates.Any(each => each.EnvironmentId == environmentId && each.FeatureId == featureId && each.SegmentId == segmentId);

    internal static bool IsFull(ControlPlane plane, int environmentId) =>
        plane.FeatureStates.Count(each => each.EnvironmentId == environmentId && each.SegmentId != null) >= DocumentLimits.SegmentOverridesMax;

    /// <summary>As the environment's default is now, weaker than all others.</summary>
    internal static FeatureState Add(Change change, int environmentId, Feature feature, int segmentId)
    {
        var plane = change.Plane;
        var standard = plane.FeatureStates.Single(each => each.EnvironmentId == environmentId && each.FeatureId == feature.Id && each.SegmentId == null && each.Identifier == null);
        var state = StateRows.NewCopy(change, standard, environmentId);
        (state.SegmentId, state.Priority) = (segmentId, Next(plane, environmentId, feature.Id));
        plane.Add(state);
        plane.SaveChanges();   // its weights need its id
        plane.AddRange(plane.MultivariateWeights.Where(each => each.FeatureStateId == standard.Id).OrderBy(each => each.Id).AsEnumerable()
            .Select(each => StateRows.NewWeight(change, state.Id, each.MultivariateOptionId, each.PercentageAllocation)).ToList());
        change.Touch(environmentId);
        return state;
    }

    /// <summary>Removes an override and closes the gap that it leaves.</summary>
    internal static void Remove(Change change, FeatureState state)
    {
        foreach (var weaker in Siblings(change.Plane, state.EnvironmentId, state.FeatureId).Where(each => each.Priority > state.Priority).ToList()) weaker.Priority--;
        change.Plane.Remove(state);
        change.Touch(state.EnvironmentId);
    }

    /// <summary>Gives these the places that are wanted; whoever has such a place moves down to the next that is free.</summary>
    internal static void Reorder(Change change, IReadOnlyDictionary<int, int> wanted, int environmentId, int featureId)
    {
        var taken = wanted.Values.ToHashSet();
        foreach (var state in Siblings(change.Plane, environmentId, featureId).OrderBy(each => each.Priority).ThenBy(each => each.Id).ToList())
        {
            var priority = state.Priority ?? 0;
            if (!wanted.TryGetValue(state.Id, out var place))
            {
                place = priority;
                while (!taken.Add(place)) place++;
            }

            if (place == priority) continue;
            (state.Priority, state.UpdatedAt) = (place, change.Now);
            change.Touch(environmentId);
        }
    }

    private static IQueryable<FeatureState> Siblings(ControlPlane plane, int environmentId, int featureId) =>
        plane.FeatureStates.Where(each => each.EnvironmentId == environmentId && each.FeatureId == featureId && each.SegmentId != null);

    private static int Next(ControlPlane plane, int environmentId, int featureId) => (Siblings(plane, environmentId, featureId).Max(each => each.Priority) ?? -1) + 1;
}
