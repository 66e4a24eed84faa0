using System.Collections.Immutable;
using Guidon.Storage;
using Guidon.Storage.Audit;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Versions;

/// <summary>
/// Makes scheduled versions live when their time comes, also those whose time came while no server ran. Every node does it; the transaction looks again
/// whether somebody else was faster, so each goes live once.
/// </summary>
internal sealed partial class VersionSchedule(IControlPlaneStore store, ControlPlaneChanges changes, TimeProvider time, ILogger<VersionSchedule> logger) : IAsyncDisposable
{
    private const int VersionsPerRound = 100;

    // What another node was told is found out by looking.
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);

    private readonly Rounds _rounds = new(time);

    internal void Start() => _rounds.Start(RoundAsync);

    /// <summary>A version was scheduled, or moved.</summary>
    internal void Wake() => _rounds.Wake();

    public ValueTask DisposeAsync() => _rounds.DisposeAsync();

    // How long there is nothing to do.
    private async Task<TimeSpan> RoundAsync(CancellationToken stopping)
    {
        try
        {
            while (await store.NextVersionAsync(stopping) is { } next)
            {
                var wait = next - time.GetUtcNow();
                if (wait > TimeSpan.Zero) return wait < s_pause ? wait : s_pause;
                var isWhole = true;
                foreach (var due in await store.ReadAsync(plane => Due(plane, time.GetUtcNow()), stopping)) isWhole &= await TryAsync(due, stopping);
                if (!isWhole) return s_pause;
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Log.Stopped(logger);
        }
        catch (Exception failure)   // the loop's top: the next round tries again
        {
            Log.Unread(logger, failure);
        }

        return s_pause;
    }

    // One that fails does not keep the others waiting.
    private async Task<bool> TryAsync(FeatureVersion due, CancellationToken stopping)
    {
        try
        {
            await GoLiveAsync(due, stopping);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)   // the loop's top for one version: the next round tries it again
        {
            Log.Failed(logger, due.Uuid, failure);
            return false;
        }
    }

    private static List<FeatureVersion> Due(ControlPlane plane, DateTimeOffset now) =>
        [.. plane.FeatureVersions.AsNoTracking().Where(each => each.Number == null && each.LiveFrom <= now).OrderBy(each => each.LiveFrom).ThenBy(each => each.Id).Take(VersionsPerRound)];

    private async Task GoLiveAsync(FeatureVersion due, CancellationToken stopping)
    {
        var publisher = Caller.Nobody(due.Publisher) with { UserId = due.PublishedBy };
        var reply = await changes.DoAsync(publisher, change => GoLive(change, due.Id), stopping);
        if (!reply.Refuses) return;
        Log.Refused(logger, due.Uuid);
        await changes.DoAsync(Caller.Server, change => TakeBack(change, due.Id), stopping);
    }

    private static Reply GoLive(Change change, int id)
    {
        if (Find(change, id) is not var (environment, feature, version)) return Reply.NoContent;
        var draft = Draft.Of(change.Plane, version);
        var fields = VersionDifference.Between(Draft.OfRows(change.Plane, environment, feature).States, draft.States);
        VersionWriter.GoLive(change, environment, feature, version, draft);
        change.Noted.Add(VersionGuard.EntryOf(change, environment, feature, version, AuditRecord.Update, PublishVersion.Done, fields));
        return Reply.NoContent;
    }

    // What SDKs would refuse is not tried for ever: it is a draft again, and the record says so.
    private static Reply TakeBack(Change change, int id)
    {
        if (Find(change, id) is not var (environment, feature, version)) return Reply.NoContent;
        var field = AuditField.Of("live_from", version.LiveFrom, null);
        (version.LiveFrom, version.PublishedBy, version.Publisher, version.UpdatedAt) = (null, null, "", change.Now);
        change.Noted.Add(VersionGuard.EntryOf(change, environment, feature, version, AuditRecord.Update, "Version could not be published", [field]));
        return Reply.NoContent;
    }

    private static (ProjectEnvironment Environment, Feature Feature, FeatureVersion Version)? Find(Change change, int id)
    {
        var plane = change.Plane;
        return plane.FeatureVersions.SingleOrDefault(each => each.Id == id && each.Number == null && each.LiveFrom <= change.Now) is { } version
            ? (plane.Environments.Single(each => each.Id == version.EnvironmentId), plane.Features.Single(each => each.Id == version.FeatureId), version)
            : null;
    }

    private static partial class Log
    {
        [LoggerMessage(2068, LogLevel.Warning, "Version {Version} was due and could not go live, since its document would break a limit; it is a draft again")]
        internal static partial void Refused(ILogger logger, Guid version);

        [LoggerMessage(2069, LogLevel.Error, "Version {Version} is due and could not be published; the next try is in 5 seconds")]
        internal static partial void Failed(ILogger logger, Guid version, Exception failure);

        [LoggerMessage(2078, LogLevel.Error, "Scheduled versions could not be read; the next try is in 5 seconds")]
        internal static partial void Unread(ILogger logger, Exception failure);

        [LoggerMessage(2077, LogLevel.Debug, "Stopped publishing scheduled versions")]
        internal static partial void Stopped(ILogger logger);
    }
}
