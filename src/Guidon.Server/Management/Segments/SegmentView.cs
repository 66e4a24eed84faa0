using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Segments;

/// <summary>Finds and shows segments.</summary>
internal static class SegmentView
{
    /// <summary>The segment that the path names; <see langword="null"/> when there is no such thing for the caller.</summary>
    internal static Segment? Find(ControlPlane plane, Caller caller, HttpContext http)
    {
        if (plane.FindProject(caller, http.PathId("project")) is not { } project) return null;
        var id = http.PathId("segment");
        return plane.Segments.SingleOrDefault(each => each.Id == id && each.ProjectId == project.Id);
    }

    internal static Reply Answer(int status, Segment segment) => Reply.Of(status, Show(segment), ContractsJson.Default.SegmentAnswer);

    internal static IReadOnlyList<SegmentAnswer> Show(IReadOnlyList<Segment> segments) => [.. segments.Select(Show)];

    private static SegmentAnswer Show(Segment segment) => new()
    {
        Id = segment.Id,
        Uuid = segment.Uuid,
        Name = segment.Name,
        Description = segment.Description,
        Project = segment.ProjectId,
        Feature = segment.FeatureId,
        VersionOf = segment.Id,
        CreatedAt = segment.CreatedAt.UtcDateTime,
        UpdatedAt = segment.UpdatedAt.UtcDateTime,
        Rules = RuleView.Show(segment.Rules),
    };
}
