using Guidon.Server.Management.Flags;
using Guidon.Storage.Model;
using Guidon.Storage.Versions;

namespace Guidon.Server.Management.Versions;

/// <summary>Writes a version into the rows, which is how it goes live: from there on it is a change as any other.</summary>
internal static class VersionWriter
{
    /// <summary>Every default and segment override becomes what the draft says; those that it has not are removed.</summary>
    /// <param name="change">The transaction.</param>
    /// <param name="environment">One that keeps versions.</param>
    /// <param name="feature">A feature of its project.</param>
    /// <param name="version">A draft or a scheduled version, in the context; has its time already.</param>
    /// <param name="draft">What it says.</param>
    internal static void GoLive(Change change, ProjectEnvironment environment, Feature feature, FeatureVersion version, Draft draft)
    {
        var rows = FlagRows.Of(change.Plane, environment, feature);
        foreach (var gone in rows.Overrides.Where(each => draft.FindOverride(each.SegmentId ?? 0) is null).ToList()) rows.Remove(change, gone);
        foreach (var state in draft.States)
        {
            var row = state.Segment is not { } segment ? rows.Default : rows.FindOverride(segment) ?? Add(change, rows, segment, state);
            if (state.Priority is { } priority) rows.SetPriority(change, row, priority);
            rows.Set(change, row, state.Enabled, state.Value, Shares(rows, row, state));
        }

        change.Plane.SaveChanges();
        change.GoLive(version);
    }

    // One that was there before keeps its seed: nobody changes variant by a way back.
    private static FeatureState Add(Change change, FlagRows rows, int segment, VersionState state)
    {
        var row = rows.AddOverride(change, segment, state.Priority ?? 0);
        row.HashSeed = state.Seed;
        return row;
    }

    // Variants that came later are in no older version: they keep the share that they have, where there is room for it.
    private static Dictionary<int, double> Shares(FlagRows rows, FeatureState row, VersionState state)
    {
        var shares = state.Weights.ToDictionary(each => each.Option, each => each.Percentage);
        foreach (var (option, share) in rows.WeightsOf(row).Where(pair => !shares.ContainsKey(pair.Key)).OrderBy(pair => pair.Key))
            shares[option] = shares.Values.Sum() + share <= 100 + ScalarValue.WeightTolerance ? share : 0;
        return shares;
    }
}
