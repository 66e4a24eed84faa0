using System.Collections.Immutable;
using System.Text.Json;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Storage.Versions;

/// <summary>The states of a version between rows and the text that is stored. Equal rows are equal text.</summary>
public static class VersionStates
{
    /// <summary>What the rows say now, by feature: the default first, then overrides, the strongest first.</summary>
    /// <param name="plane">Everything is saved in it.</param>
    /// <param name="environmentId">Where.</param>
    /// <param name="featureIds"><see langword="null"/> for all of them.</param>
    public static ILookup<int, VersionState> Load(ControlPlane plane, int environmentId, IReadOnlyCollection<int>? featureIds)
    {
        ArgumentNullException.ThrowIfNull(plane);
        var states = plane.FeatureStates.AsNoTracking().Where(each => each.EnvironmentId == environmentId && each.Identifier == null);
        if (featureIds is not null) states = states.Where(each => featureIds.Contains(each.FeatureId));
        var weights = plane.MultivariateWeights.AsNoTracking().Where(each => states.Any(state => state.Id == each.FeatureStateId)).OrderBy(each => each.Id).ToLookup(each => each.FeatureStateId);
        return states.AsEnumerable().OrderBy(each => each.Priority ?? -1).ThenBy(each => each.Id).ToLookup(each => each.FeatureId, each => Of(each, weights[each.Id]));
    }

    /// <summary>For <see cref="FeatureVersion.States"/>.</summary>
    public static string Write(IEnumerable<VersionState> states) => JsonSerializer.Serialize([.. states], StorageJson.Default.ImmutableArrayVersionState);

    /// <summary>What <see cref="Write"/> wrote.</summary>
    public static ImmutableArray<VersionState> Read(string states) => JsonSerializer.Deserialize(states, StorageJson.Default.ImmutableArrayVersionState);

    private static VersionState Of(FeatureState state, IEnumerable<MultivariateWeight> weights) => new()
    {
        Id = state.Id,
        Uuid = state.Uuid,
        Segment = state.SegmentId,
        Priority = state.Priority,
        Enabled = state.Enabled,
        Value = state.Value,
        Seed = state.HashSeed ?? state.Id,
        Weights = [.. weights.Select(each => new VersionWeight(each.Id, each.MultivariateOptionId, each.PercentageAllocation))],
    };
}
