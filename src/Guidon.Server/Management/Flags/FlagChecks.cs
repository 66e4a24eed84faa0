using Guidon.Server.Edge;
using Guidon.Storage;

namespace Guidon.Server.Management.Flags;

/// <summary>What can be said about a request only beside the rows that it changes. Notes all errors.</summary>
internal static class FlagChecks
{
    /// <param name="plane">Where segments are looked up.</param>
    /// <param name="rows">What is there.</param>
    /// <param name="request">What is wanted; errors are noted in it.</param>
    /// <param name="replaces">True for PUT.</param>
    internal static void Check(ControlPlane plane, FlagRows rows, FlagRequest request, bool replaces)
    {
        if (request.Default is { } part)
        {
            CheckWeights(rows, part.Weights, request.DefaultErrors);
            if (replaces && part.Weights is null && rows.Options.Count > 0) request.DefaultErrors.Add("variants", "Must include all feature's variants.");
        }

        if (request.Overrides is not { Count: > 0 } overrides) return;
        var wanted = overrides.Select(each => each.SegmentId).ToList();
        var known = plane.Segments
            .Where(each => wanted.Contains(each.Id) && each.ProjectId == rows.Feature.ProjectId && (each.FeatureId == null || each.FeatureId == rows.Feature.Id))
            .Select(each => each.Id).ToHashSet();
        foreach (var each in overrides)
        {
            CheckWeights(rows, each.State.Weights, each.Errors);
            if (each.SegmentId != 0 && !known.Contains(each.SegmentId)) each.Errors.Add("segment", "Segment not found.");
        }
    }

    private static void CheckWeights(FlagRows rows, IReadOnlyDictionary<int, double>? weights, FieldErrors errors)
    {
        if (weights is null) return;
        var options = rows.Options.Select(option => option.Id).ToHashSet();
        var error = options.Count == 0 ? weights.Count == 0 ? null : "Feature is not multivariate."
            : !weights.Keys.All(options.Contains) ? "Variant not found."
            : weights.Count < options.Count ? "Must include all feature's variants."
            : weights.Values.Sum() > 100 + ScalarValue.WeightTolerance ? "Total weight must not exceed 100."
            : null;
        if (error is not null) errors.Add("variants", error);
    }
}
