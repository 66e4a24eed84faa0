namespace Guidon.Server.Management.Features;

/// <summary>How far a feature is on its way, from what operators did with it.</summary>
internal static class Lifecycle
{
    internal const string New = "new", Live = "live", Stale = "stale", Permanent = "permanent";

    private static readonly TimeSpan s_newFor = TimeSpan.FromDays(7);

    /// <param name="createdAt">When the feature was made.</param>
    /// <param name="changedAt">When it or one of its states changed last.</param>
    /// <param name="isPermanent">Whether one of its tags says that it is meant to stay.</param>
    /// <param name="staleDays">The project's limit.</param>
    /// <param name="now">UTC.</param>
    internal static string Of(DateTimeOffset createdAt, DateTimeOffset changedAt, bool isPermanent, int staleDays, DateTimeOffset now) =>
        isPermanent ? Permanent
        : now - changedAt >= TimeSpan.FromDays(staleDays) ? Stale
        : now - createdAt < s_newFor ? New
        : Live;
}
