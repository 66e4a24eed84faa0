using Microsoft.Extensions.Logging;

namespace Guidon.Events.Retention;

/// <summary>
/// One round of retention: warns, expires what was warned of, drops what is old and needed by nobody. Every transaction is small, and
/// between two of them the log belongs to the intake.
/// </summary>
/// <param name="store">What is kept.</param>
/// <param name="time">Paces the steps.</param>
/// <param name="logger">Tells of warnings, decisions and drops.</param>
public sealed partial class RetentionRound(IRetentionStore store, TimeProvider time, ILogger<RetentionRound> logger)
{
    /// <summary>Events of one transaction.</summary>
    public const int StepEventsMax = 100;

    // After a step the log is left alone four times as long as the step took: retention gets a fifth of the disk, the intake the rest.
    private const int RestFactor = 4;
    private static readonly int[] s_stages = [7, 3, 1];
    private static readonly TimeSpan s_flagTableAge = TimeSpan.FromDays(EventPolicy.RetentionDaysMax + 1);

    /// <summary>Runs each step of an expiry, which settles as many events as it gives, so that a record can go with it; set it before the first round.</summary>
    public Func<PendingDestination, Func<ValueTask<int>>, ValueTask<int>> Recording { private get; init; } = static (_, write) => write();

    /// <summary>Runs it.</summary>
    /// <param name="now">The time to go by.</param>
    /// <param name="level">When space is scarce, what is delivered goes whatever its age.</param>
    /// <param name="liveFlagTables">Flag tables that new events refer to.</param>
    /// <param name="cancellation">Ends it between two steps.</param>
    public async Task RunAsync(
        DateTimeOffset now, SpaceLevel level, IReadOnlyCollection<long> liveFlagTables, CancellationToken cancellation)
    {
        var policies = await store.PoliciesAsync(cancellation).ConfigureAwait(false);
        foreach (var pending in await store.PendingAsync(cancellation).ConfigureAwait(false))
            await EndPendingAsync(pending, Of(policies, pending.EnvironmentId).RetentionDays, now, cancellation).ConfigureAwait(false);

        foreach (var stream in await store.StreamsAsync(cancellation).ConfigureAwait(false))
        {
            var before = level == SpaceLevel.Enough ? now.AddDays(-Of(policies, stream).RetentionDays) : DateTimeOffset.MaxValue;
            await DropAsync(stream, before, cancellation).ConfigureAwait(false);
        }

        var tables = await store.DropFlagTablesAsync(liveFlagTables, now, now - s_flagTableAge, cancellation).ConfigureAwait(false);
        if (tables > 0) Log.FlagTablesDropped(logger, tables);
    }

    // Changes of an environment are kept as its evaluations are; those of projects and organisations have no policy of their own.
    private static EventPolicy Of(IReadOnlyDictionary<int, EventPolicy> policies, int stream) =>
        EventStream.EnvironmentOf(stream) is { } environment ? policies.GetValueOrDefault(environment, EventPolicy.Default) : EventPolicy.Default;

    private async Task EndPendingAsync(PendingDestination pending, int retentionDays, DateTimeOffset now, CancellationToken cancellation)
    {
        var retention = TimeSpan.FromDays(retentionDays);
        foreach (var stage in s_stages)
        {
            // A short retention warns at half of its time at the earliest, or it would warn of everything that just came in.
            var age = TimeSpan.FromDays(Math.Max(retentionDays - stage, retentionDays / 2d));
            if (pending.OldestAt >= now - age) continue;
            var notice = await store.NoticeAsync(pending.Id, stage, now - age, now, cancellation).ConfigureAwait(false);
            if (notice is not null) Log.WillExpire(logger, pending.Id, notice.Events, notice.OldestAt, stage);
        }

        if (pending.OldestAt < now - retention) await ExpireAsync(pending, retention, now, cancellation).ConfigureAwait(false);
    }

    private async Task ExpireAsync(PendingDestination pending, TimeSpan retention, DateTimeOffset now, CancellationToken cancellation)
    {
        var grace = TimeSpan.FromDays(Math.Min(1, retention.TotalDays / 2));
        long expired = 0;
        while (true)
        {
            var started = time.GetTimestamp();
            var step = await Recording(pending, () => store.ExpireAsync(
                pending.Id, now - retention, now - grace, (int)retention.TotalDays, now, StepEventsMax, cancellation)).ConfigureAwait(false);
            if (step == 0) break;
            expired += step;
            await RestAsync(started, cancellation).ConfigureAwait(false);
        }

        if (expired > 0) Log.Expired(logger, pending.Id, expired, (int)retention.TotalDays);
    }

    private async Task DropAsync(int stream, DateTimeOffset before, CancellationToken cancellation)
    {
        long dropped = 0;
        for (var step = new DropStep(0, 0, HasMore: true); step.HasMore;)
        {
            var started = time.GetTimestamp();
            step = await store.DropAsync(stream, step.ExaminedTo, before, StepEventsMax, cancellation).ConfigureAwait(false);
            dropped += step.Dropped;
            if (step.HasMore) await RestAsync(started, cancellation).ConfigureAwait(false);
        }

        if (dropped > 0) Log.Dropped(logger, stream, dropped);
    }

    private Task RestAsync(long started, CancellationToken cancellation) =>
        Task.Delay(time.GetElapsedTime(started) * RestFactor, time, cancellation);

    private static partial class Log
    {
        [LoggerMessage(1211, LogLevel.Warning, "Destination {Destination}: {Events} events, the oldest of {OldestAt}, will expire in {DaysLeft} days unless they are delivered")]
        internal static partial void WillExpire(ILogger logger, int destination, long events, DateTimeOffset oldestAt, int daysLeft);

        [LoggerMessage(1212, LogLevel.Error, "Destination {Destination}: {Events} events expired undelivered after {Days} days; the decision is recorded")]
        internal static partial void Expired(ILogger logger, int destination, long events, int days);

        [LoggerMessage(1213, LogLevel.Information, "Stream {Stream}: {Events} settled events were dropped from the log")]
        internal static partial void Dropped(ILogger logger, int stream, long events);

        [LoggerMessage(1214, LogLevel.Information, "{Tables} flag tables were dropped, since no event refers to them")]
        internal static partial void FlagTablesDropped(ILogger logger, int tables);
    }
}
