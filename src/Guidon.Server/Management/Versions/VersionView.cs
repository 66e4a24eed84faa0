using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;
using Guidon.Storage.Versions;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Versions;

/// <summary>Shows versions and their states.</summary>
internal static class VersionView
{
    internal static Reply Answer(ControlPlane plane, int status, FeatureVersion version) => Reply.Of(status, Show(plane, [version])[0], ContractsJson.Default.VersionAnswer);

    /// <param name="plane">Where neighbours are looked up.</param>
    /// <param name="versions">All of one feature in one environment.</param>
    internal static IReadOnlyList<VersionAnswer> Show(ControlPlane plane, IReadOnlyList<FeatureVersion> versions)
    {
        if (versions.Count == 0) return [];
        var (environment, feature, before) = (versions[0].EnvironmentId, versions[0].FeatureId, versions.Select(each => each.Number - 1 ?? 0).Where(number => number > 0).ToList());
        var uuids = plane.FeatureVersions.Where(each => each.EnvironmentId == environment && each.FeatureId == feature && before.Contains(each.Number ?? 0))
            .Select(each => new { each.Number, each.Uuid }).ToDictionary(each => each.Number ?? 0, each => each.Uuid);
        return [.. versions.Select(each => Show(each, each.Number is { } number && uuids.TryGetValue(number - 1, out var uuid) ? uuid : null))];
    }

    internal static IReadOnlyList<VersionStateAnswer> States(ControlPlane plane, FeatureVersion version, IEnumerable<VersionState> states)
    {
        var shown = states.ToList();
        var ids = shown.Select(each => each.Segment ?? 0).ToList();
        var segments = plane.Segments.AsNoTracking().Where(each => ids.Contains(each.Id)).ToDictionary(each => each.Id);
        return [.. shown.Select(each => State(version, each, segments))];
    }

    private static VersionAnswer Show(FeatureVersion version, Guid? previous) => new()
    {
        Uuid = version.Uuid,
        Feature = version.FeatureId,
        Environment = version.EnvironmentId,
        Number = version.Number,
        CreatedAt = version.CreatedAt.UtcDateTime,
        UpdatedAt = version.UpdatedAt.UtcDateTime,
        Published = version.LiveFrom is not null,
        LiveFrom = version.LiveFrom?.UtcDateTime,
        IsLive = version.Number is not null,
        PublishedBy = version.PublishedBy,
        CreatedBy = version.CreatedBy,
        Description = version.Description,
        PreviousVersionUuid = previous,
    };

    // A segment that has gone since has no name any more; what it got is still part of the history.
    private static VersionStateAnswer State(FeatureVersion version, VersionState state, Dictionary<int, Segment> segments) => new()
    {
        Id = state.Id,
        Uuid = state.Uuid,
        Feature = version.FeatureId,
        Environment = version.EnvironmentId,
        EnvironmentFeatureVersion = version.Uuid,
        Enabled = state.Enabled,
        FeatureSegment = state.Segment is not { } id ? null : new FeatureSegmentAnswer(
            state.Id, state.Uuid, version.FeatureId, id, version.EnvironmentId, state.Priority ?? 0, segments.GetValueOrDefault(id)?.Name ?? "", segments.GetValueOrDefault(id)?.FeatureId is not null),
        FeatureStateValue = TypedValue.Of(state.Value),
        MultivariateFeatureStateValues = [.. state.Weights.Select(each => new VariantShare(each.Id, each.Option, each.Percentage))],
        LiveFrom = version.LiveFrom?.UtcDateTime,
        CreatedAt = version.CreatedAt.UtcDateTime,
        UpdatedAt = version.UpdatedAt.UtcDateTime,
    };
}
