using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.SegmentOverrides;

/// <summary>Shows segment overrides as links between a feature and a segment.</summary>
internal static class FeatureSegmentView
{
    internal static IReadOnlyList<FeatureSegmentAnswer> Show(ControlPlane plane, IReadOnlyList<FeatureState> states)
    {
        var ids = states.Select(each => each.SegmentId ?? 0).Distinct().ToList();
        var segments = plane.Segments.AsNoTracking().Where(each => ids.Contains(each.Id)).Select(each => new { each.Id, each.Name, each.FeatureId }).ToDictionary(each => each.Id);
        return [.. states.Select(each => new FeatureSegmentAnswer(
            each.Id, each.Uuid, each.FeatureId, each.SegmentId ?? 0, each.EnvironmentId, each.Priority ?? 0, segments[each.SegmentId ?? 0].Name, segments[each.SegmentId ?? 0].FeatureId is not null))];
    }

    internal static Reply Answer(ControlPlane plane, int status, FeatureState state) =>
        Reply.Of(status, Show(plane, [state])[0], ContractsJson.Default.FeatureSegmentAnswer);
}
