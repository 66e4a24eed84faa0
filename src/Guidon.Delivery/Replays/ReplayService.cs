using Guidon.Delivery.Attempts;
using Guidon.Events.Retention;
using Microsoft.Extensions.Logging;

namespace Guidon.Delivery.Replays;

/// <summary>
/// The door to replays. A running one walks the log in small transactions and hands what it takes to the destination's pump as returned
/// events; everything that it knows is in the store, so it goes on after a crash where the last transaction left it.
/// </summary>
public sealed partial class ReplayService : IAsyncDisposable
{
    private const int PageMax = 500;

    // Returned and not settled, per replay: enough to keep a pump busy, few enough to be given back in one transaction.
    private const int OutstandingMax = 2_000;

    // One that is open keeps what lies before it in the log from being dropped; the longest wait is that of the longest default retention.
    private static readonly TimeSpan s_stillMax = TimeSpan.FromDays(30);

    private readonly IReplayStore _store;
    private readonly DestinationMappers _mappers;
    private readonly ReplayDryRun _dryRun;
    private readonly ReturnedSource _source;
    private readonly DeliveryService _delivery;
    private readonly ILogger _logger;
    private readonly TimeSpan _pause;
    private readonly Wakeup _wake;
    private readonly SteadyClock _clock;
    private readonly BelievedClock _believed;   // a wall clock that jumps a month ahead must not cancel anything
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<int> _noted = [];   // a mapper does not change while the process runs
    private Task _loop = Task.CompletedTask;

    /// <param name="store">Replays.</param>
    /// <param name="attempts">What was sent, for comparison.</param>
    /// <param name="mappers">Decodes and maps for looking.</param>
    /// <param name="source">Hands out what is returned; the delivery's.</param>
    /// <param name="delivery">Sends what is returned.</param>
    /// <param name="options">How often it looks when nobody wakes it.</param>
    /// <param name="time">All waiting.</param>
    /// <param name="logger">Where it logs.</param>
    public ReplayService(
        IReplayStore store, IAttemptStore attempts, DestinationMappers mappers, ReturnedSource source, DeliveryService delivery,
        DeliveryOptions options, TimeProvider time, ILogger<ReplayService> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(source);
        (_store, _mappers, _source, _delivery, _logger) = (store, mappers, source, delivery, logger);
        _dryRun = new ReplayDryRun(store, attempts, mappers);
        _pause = TimeSpan.FromSeconds(options.ReloadSeconds);
        _clock = new SteadyClock(time);
        _believed = new BelievedClock(time);
        _wake = new Wakeup(_clock);
        source.Settled = _wake.Set;
    }

    /// <summary>Runs the end of a replay that nobody asked for, so that a record can go with it; set it before the start.</summary>
    public Func<Replay, Func<ValueTask<bool>>, ValueTask<bool>> Recording { private get; init; } = static (_, write) => write();

    /// <summary>Notes which mappers are at work from here on, and starts walking. Call it once, before the pumps start.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await NoteMappersAsync(cancellation).ConfigureAwait(false);
        _loop = Task.Run(() => RunAsync(_stopping.Token), CancellationToken.None);
    }

    /// <summary>What it would do; <see langword="null"/> when the destination is gone or cannot be opened.</summary>
    public ValueTask<ReplayPreview?> DryRunAsync(ReplayRequest request, CancellationToken cancellation) =>
        _dryRun.RunAsync(request, cancellation);

    /// <summary>Starts it; the same request within 24 hours is the same replay.</summary>
    /// <returns><see langword="null"/> when the destination is gone.</returns>
    public async ValueTask<(Replay Replay, bool IsNew)?> CreateAsync(ReplayRequest request, string by, CancellationToken cancellation)
    {
        var created = await _store.CreateAsync(request, by, cancellation).ConfigureAwait(false);
        _wake.Set();
        return created;
    }

    /// <summary>An organisation's, newest first, at most 200.</summary>
    public ValueTask<IReadOnlyList<Replay>> ListOfAsync(int organisationId, CancellationToken cancellation) => _store.ListOfAsync(organisationId, cancellation);

    /// <summary>One of them; <see langword="null"/> when there is none.</summary>
    public ValueTask<Replay?> FindAsync(int replayId, CancellationToken cancellation) => _store.FindAsync(replayId, cancellation);

    /// <summary>Pauses, resumes or cancels.</summary>
    /// <returns>False when it has ended already or is not there.</returns>
    public async ValueTask<bool> SetStateAsync(int replayId, ReplayState state, CancellationToken cancellation)
    {
        var changed = await _store.SetStateAsync(replayId, state, cancellation).ConfigureAwait(false);
        _wake.Set();
        if (await _store.FindAsync(replayId, cancellation).ConfigureAwait(false) is { } replay) _delivery.ReplayChanged(replay.Request.DestinationId);
        return changed;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _source.Settled = null;
        _wake.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var isBusy = false;
            try
            {
                await NoteMappersAsync(stopping).ConfigureAwait(false);
                isBusy = await WalkAsync(stopping).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)   // the loop's top: the replay stands where its last transaction left it
            {
                Log.WalkFailed(_logger, failure);
            }

            _wake.SetAt(_clock.Now + (isBusy ? TimeSpan.Zero : _pause));
            await _wake.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Events do not say which mapper made their records; where each began does.
    private async ValueTask NoteMappersAsync(CancellationToken cancellation)
    {
        foreach (var (destination, version) in await _mappers.VersionsAsync(cancellation).ConfigureAwait(false))
        {
            if (_noted.Contains(destination)) continue;
            await _store.NoteMapperAsync(destination, version, cancellation).ConfigureAwait(false);
            _noted.Add(destination);
        }
    }

    private async ValueTask<bool> WalkAsync(CancellationToken stopping)
    {
        var isBusy = false;
        foreach (var replay in await _store.OpenAsync(stopping).ConfigureAwait(false))
        {
            if (_believed.Now() - replay.MovedAt > s_stillMax) await GiveUpAsync(replay, stopping).ConfigureAwait(false);
            else if (replay.State == ReplayState.Paused) continue;
            else if (replay.Cursor < replay.Until && replay.Outstanding < OutstandingMax)
                isBusy |= await StepAsync(replay, stopping).ConfigureAwait(false);
            else if (replay.Cursor >= replay.Until && replay.Outstanding == 0)
                await _store.FinishAsync(stopping).ConfigureAwait(false);
        }

        return isBusy;
    }

    // As if its owner had: what it took and did not send is parked again, and the log may let go of what lies before it.
    private async ValueTask GiveUpAsync(Replay replay, CancellationToken stopping)
    {
        if (await Recording(replay, () => _store.SetStateAsync(replay.Id, ReplayState.Cancelled, stopping)).ConfigureAwait(false)) Log.GivenUp(_logger, replay.Id, s_stillMax.Days);
        _delivery.ReplayChanged(replay.Request.DestinationId);
    }

    private async ValueTask<bool> StepAsync(Replay replay, CancellationToken stopping)
    {
        var request = replay.Request;
        if (await _mappers.FindAsync(request.DestinationId, stopping).ConfigureAwait(false) is not { } mapper) return false;
        var selection = new ReplaySelection(request, mapper.Integration.MapperVersion);
        var page = await _store.CandidatesAsync(request, replay.Cursor, replay.Until, PageMax, stopping).ConfigureAwait(false);
        var taken = new List<long>();
        var verified = new List<RenderedEvent>();
        foreach (var candidate in page.Where(selection.MayTake))
        {
            var happened = await _mappers.DecodeAsync(candidate.Logged, stopping).ConfigureAwait(false);
            if (!selection.Takes(happened)) continue;
            if (request.Mode != ReplayMode.VerifyOnly) taken.Add(candidate.Logged.Sequence);
            else verified.Add(mapper.Render(happened));
        }

        var stepped = await _store.StepAsync(
            new ReplayStep
            {
                ReplayId = replay.Id,
                CursorFrom = replay.Cursor,
                CursorTo = page.Count == 0 ? replay.Until : page[^1].Logged.Sequence,
                Examined = page.Count,
                Taken = taken,
                Settled = [.. verified.CountBy(each => (each.Outcome, each.Reason))
                    .Select(count => new ReplayCount(count.Key.Outcome, count.Key.Reason, count.Value))],
            },
            stopping).ConfigureAwait(false);
        if (taken.Count > 0) _delivery.ReplayChanged(request.DestinationId);
        return stepped;
    }

    private static partial class Log
    {
        [LoggerMessage(1360, LogLevel.Error, "A replay could not go on; the next try is due in a few seconds")]
        internal static partial void WalkFailed(ILogger logger, Exception failure);

        [LoggerMessage(1361, LogLevel.Warning, "Replay {Replay} was paused, or sent nothing, for {Days} days, so it was cancelled; what it had not sent is parked again")]
        internal static partial void GivenUp(ILogger logger, int replay, int days);
    }
}
