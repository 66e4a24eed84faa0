using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Storage.Versions;

/// <summary>
/// Appends what went live to the history of each feature, in the transaction that made it so, whoever wrote the rows; and cuts the history at
/// <see cref="KeptMax"/>. The highest number says what counts now, and is never cut.
/// </summary>
/// <param name="plane">Inside of a transaction; everything is saved in it, and its owner saves what is added.</param>
/// <param name="uuids">Names of versions.</param>
/// <param name="publisher">An e-mail address or a key's name; empty for the server itself.</param>
/// <param name="publisherId">The person, when it is one.</param>
/// <param name="now">When.</param>
public sealed class VersionLog(ControlPlane plane, UuidSource uuids, string publisher, int? publisherId, DateTimeOffset now)
{
    /// <summary>Versions of one feature in one environment that were live and are kept.</summary>
    public const int KeptMax = 50;

    /// <summary>One version for each feature whose rows are no longer what the last version says, and each draft that goes live.</summary>
    /// <param name="changed">Environments that keep versions, and features of which something changed there.</param>
    /// <param name="drafts">Tracked; their states are in the rows.</param>
    /// <returns>What went live.</returns>
    public IReadOnlyList<FeatureVersion> Append(IReadOnlyCollection<(int EnvironmentId, int FeatureId)> changed, IReadOnlyCollection<FeatureVersion> drafts)
    {
        ArgumentNullException.ThrowIfNull(drafts);
        var goingLive = drafts.ToDictionary(each => (each.EnvironmentId, each.FeatureId));
        return
        [
            .. changed.Union(goingLive.Keys).ToLookup(pair => pair.EnvironmentId, pair => pair.FeatureId)
                .SelectMany(environment => Append(environment.Key, [.. environment.Order()], goingLive)),
        ];
    }

    /// <summary>The first version of every feature there, or the next one where a history ended with something else.</summary>
    public void Begin(int environmentId) => Append(environmentId, featureIds: null, goingLive: []);

    private List<FeatureVersion> Append(int environmentId, IReadOnlyCollection<int>? featureIds, Dictionary<(int, int), FeatureVersion> goingLive)
    {
        var (states, last) = (VersionStates.Load(plane, environmentId, featureIds), Last(environmentId, featureIds));
        List<FeatureVersion> appended = [];
        foreach (var feature in states)
        {
            var (written, (number, before)) = (VersionStates.Write(feature), last.GetValueOrDefault(feature.Key, (0, "")));
            var isDraft = goingLive.TryGetValue((environmentId, feature.Key), out var version);
            if (!isDraft && written == before) continue;
            if (version is null) plane.Add(version = New(environmentId, feature.Key));
            (version.Number, version.States, version.UpdatedAt) = (number + 1, written, now);
            Cut(version, number + 1 - KeptMax);
            appended.Add(version);
        }

        return appended;
    }

    private Dictionary<int, (int Number, string States)> Last(int environmentId, IReadOnlyCollection<int>? featureIds)
    {
        var versions = plane.FeatureVersions.AsNoTracking().Where(each => each.EnvironmentId == environmentId && each.Number != null);
        if (featureIds is not null) versions = versions.Where(each => featureIds.Contains(each.FeatureId));
        return versions.Where(each => !plane.FeatureVersions.Any(later => later.EnvironmentId == environmentId && later.FeatureId == each.FeatureId && later.Number > each.Number))
            .Select(each => new { each.FeatureId, each.Number, each.States }).ToDictionary(each => each.FeatureId, each => (each.Number ?? 0, each.States));
    }

    // Numbers have no gaps, so most of the time there is one to remove, or none.
    private void Cut(FeatureVersion version, int last)
    {
        if (last > 0) plane.FeatureVersions.Where(each => each.EnvironmentId == version.EnvironmentId && each.FeatureId == version.FeatureId && each.Number <= last).ExecuteDelete();
    }

    private FeatureVersion New(int environmentId, int featureId) => new()
    {
        Uuid = uuids.Next(),
        EnvironmentId = environmentId,
        FeatureId = featureId,
        LiveFrom = now,
        Description = "",
        States = "",
        CreatedAt = now,
        UpdatedAt = now,
        CreatedBy = publisherId,
        PublishedBy = publisherId,
        Publisher = publisher,
    };
}
