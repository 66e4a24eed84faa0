using Guidon.Server.Management.CodeReferences;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Features;

/// <summary>
/// How far features are on their way, from what operators did with them, what scans found in code, and what SDKs report (decision 450). Where one of these is not known, the
/// stage is the one that says no more than the others.
/// </summary>
/// <param name="plane">Where use is looked up, when it matters.</param>
/// <param name="project">Whose features they are.</param>
/// <param name="environmentId">Where use counts; <see langword="null"/> for all environments of the project.</param>
/// <param name="now">UTC.</param>
internal sealed class Lifecycle(ControlPlane plane, Project project, int? environmentId, DateTimeOffset now)
{
    internal const string New = "new", Live = "live", Stale = "stale", Permanent = "permanent", NeedsMonitoring = "needs_monitoring", ToRemove = "to_remove";

    // Of projects that nobody scans.
    private static readonly TimeSpan s_newFor = TimeSpan.FromDays(7);

    private readonly TimeSpan _staleAfter = TimeSpan.FromDays(project.StaleFlagsLimitDays);

    /// <param name="features">Any of the project's.</param>
    /// <param name="isPermanent">Whether one of its tags says that it is meant to stay.</param>
    /// <param name="code">Of these features.</param>
    /// <returns>The stage of each, by id.</returns>
    internal IReadOnlyDictionary<int, string> StagesOf(IReadOnlyList<FeatureAge> features, Func<int, bool> isPermanent, CodeCounts code)
    {
        // Use is many rows, and matters only for what may be removed.
        var used = new Lazy<HashSet<string>>(ReadUsed);
        return features.ToDictionary(each => each.Id, each => isPermanent(each.Id) ? Permanent : IsStale(each) ? OfStale(each, code, used) : OfFresh(each, code));
    }

    private bool IsStale(FeatureAge feature) => now - feature.ChangedAt >= _staleAfter;

    private string OfFresh(FeatureAge feature, CodeCounts code) =>
        code.IsKnown ? code.Has(feature.Id) ? Live : New
        : now - feature.CreatedAt < s_newFor ? New : Live;

    // Where SDKs report nothing at all, that they do not report this one says nothing either.
    private static string OfStale(FeatureAge feature, CodeCounts code, Lazy<HashSet<string>> used) =>
        !code.IsKnown || code.Has(feature.Id) || used.Value.Count == 0 ? Stale
        : used.Value.Contains(feature.Name) ? NeedsMonitoring
        : ToRemove;

    private HashSet<string> ReadUsed()
    {
        var environments = environmentId is { } one ? [one] : plane.Environments.Where(each => each.ProjectId == project.Id).Select(each => each.Id).ToList();
        var from = (now - _staleAfter).ToUnixTimeSeconds();
        return plane.FeatureCounts.Where(each => environments.Contains(each.EnvironmentId) && each.Hour >= from).Select(each => each.FeatureName).Distinct().ToHashSet(StringComparer.Ordinal);
    }
}
