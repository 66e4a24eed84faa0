using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.CodeReferences;

/// <summary>How often repositories name some features: one question, and none while nobody scans the project.</summary>
internal sealed class CodeCounts
{
    private readonly ILookup<int, CodeReferenceCount> _counts;

    internal CodeCounts(ControlPlane plane, Project project, IReadOnlyList<int> featureIds)
    {
        IsKnown = project.CodeScannedAt is not null;
        if (!IsKnown)
        {
            _counts = Array.Empty<CodeReferenceCount>().ToLookup(_ => 0);
            return;
        }

        var rows = from found in plane.CodeReferences
                   join repository in plane.CodeRepositories on found.RepositoryId equals repository.Id
                   where featureIds.Contains(found.FeatureId)
                   orderby repository.Url
                   select new { found.FeatureId, repository.Url, found.Count, repository.ScannedAt, found.FoundAt };
        _counts = rows.ToList().ToLookup(each => each.FeatureId, each => new CodeReferenceCount(each.Url, each.Count, each.ScannedAt.UtcDateTime, each.FoundAt.UtcDateTime));
    }

    /// <summary>Whether anybody scans the project; if not, nothing is known of its code.</summary>
    internal bool IsKnown { get; }

    internal IReadOnlyList<CodeReferenceCount> Of(int featureId) => [.. _counts[featureId]];

    /// <summary>Whether the last scan of any repository found it.</summary>
    internal bool Has(int featureId) => _counts[featureId].Any(each => each.Count > 0);
}
