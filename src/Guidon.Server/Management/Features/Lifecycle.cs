using Guidon.Storage.Model;

namespace Guidon.Server.Management.Features;

/// <summary>How far a feature is on its way, from what operators did with it.</summary>
internal static class Lifecycle
{
    internal const string New = "new", Live = "live", Stale = "stale", Permanent = "permanent";

    private static readonly TimeSpan s_newFor = TimeSpan.FromDays(7);

    /// <param name="feature">The feature.</param>
    /// <param name="isPermanent">Whether one of its tags says that it is meant to stay.</param>
    /// <param name="staleDays">The project's limit.</param>
    /// <param name="now">UTC.</param>
    internal static string Of(Feature feature, bool isPermanent, int staleDays, DateTimeOffset now) =>
        isPermanent ? Permanent
        : now - feature.ChangedAt >= TimeSpan.FromDays(staleDays) ? Stale
        : now - feature.CreatedAt < s_newFor ? New
        : Live;
}
