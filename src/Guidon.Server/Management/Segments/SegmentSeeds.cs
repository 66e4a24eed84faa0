using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Segments;

/// <summary>
/// What documents call segments: the seed that a segment brought along from another server, or else its id. SDKs that evaluate themselves know
/// segments by it, so it must be unique inside the project.
/// </summary>
internal static class SegmentSeeds
{
    internal static int Of(Segment segment) => segment.HashSeed ?? segment.Id;

    /// <summary>Gives a new segment another seed when one that was brought along is its id already.</summary>
    /// <param name="plane">Where the others are.</param>
    /// <param name="segment">Saved.</param>
    internal static void Settle(ControlPlane plane, Segment segment)
    {
        var own = Of(segment);
        var others = plane.Segments.Where(each => each.ProjectId == segment.ProjectId && each.Id != segment.Id);
        if (!others.Any(each => (each.HashSeed ?? each.Id) == own)) return;
        segment.HashSeed = Free(others.Select(each => each.HashSeed ?? each.Id).AsEnumerable().Append(own).ToHashSet());
    }

    // The lowest free one: the highest plus one would end where somebody brings the highest number there is.
    private static int Free(HashSet<int> taken) => Enumerable.Range(1, taken.Count + 1).First(seed => !taken.Contains(seed));
}
