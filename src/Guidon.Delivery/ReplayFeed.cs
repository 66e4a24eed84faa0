using Microsoft.Extensions.Logging;

namespace Guidon.Delivery;

/// <summary>The replayed events of one destination: takes portions from the source, reports what became of them. One pump's loop owns it.</summary>
/// <param name="tools">Where the source is, if there is one.</param>
/// <param name="destination">Whose.</param>
/// <param name="admission">Decodes and maps.</param>
/// <param name="recordsMax">The integration's records per request.</param>
/// <param name="wake">Makes the loop turn. Safe from any thread.</param>
/// <param name="logger">For looks that fail.</param>
internal sealed partial class ReplayFeed(DeliveryTools tools, Destination destination, EventAdmission admission, int recordsMax, Action wake, ILogger logger)
{
    // Enough for a few requests; what a crash sends again is at most this.
    private const int PortionEventsMax = 512;

    private readonly List<PendingEvent> _open = [];   // of the portion, and not reported yet
    private ReplayPortion? _portion;
    private Task<ReplayPortion?>? _asked;   // the source may look through the whole log: beside the loop's turns and not in them
    private CancellationTokenSource? _asking;   // ends the question when the loop starts over, so that live events need not wait for its answer
    private Task _answered = Task.CompletedTask;   // when the loop has been woken
    private bool _isTakenBack;   // the portion was taken back while some of it was in flight
    private int _isSignalled = 1;

    /// <summary>What of the portion waits. Another one for each portion.</summary>
    internal DeliveryWindow Window { get; private set; } = new(0, recordsMax);

    /// <summary>There may be something to replay. Safe from any thread.</summary>
    internal void Look() => Volatile.Write(ref _isSignalled, 1);

    /// <summary>Forgets the portion; the source hands it out again.</summary>
    internal void Rewind()
    {
        _portion = null;
        _isTakenBack = false;
        _open.Clear();
        Window = new DeliveryWindow(0, recordsMax);
        tools.Replays?.Rewind(destination.Id);
        Look();
    }

    /// <summary>Takes the next portion when the last one is settled and reported. A look that fails is made again with the next one that is due anyhow.</summary>
    /// <param name="live">The window that must not send for the same identities at the same time.</param>
    /// <param name="running">Batches in flight, of both windows.</param>
    /// <param name="cancellation">Stops the reads.</param>
    internal async ValueTask FillAsync(DeliveryWindow live, IReadOnlyCollection<Batch> running, CancellationToken cancellation)
    {
        if (tools.Replays is not { } source) return;
        try
        {
            await FillAsync(source, live, running, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            Log.LookFailed(logger, failure, destination.Id);   // live events must not start over for it; nothing was taken
        }
    }

    /// <summary>Ends the question that is under way. Nothing is lost with the answer: the source hands it out again.</summary>
    internal async Task EndAsync()
    {
        if (_asking is { } asking) await asking.CancelAsync().ConfigureAwait(false);
        await _answered.ConfigureAwait(false);
        Answered();
    }

    private async ValueTask FillAsync(IReplaySource source, DeliveryWindow live, IReadOnlyCollection<Batch> running, CancellationToken cancellation)
    {
        if (_asked is not null)
        {
            if (_asked.IsCompleted) await TakeAsync(source, live, cancellation).ConfigureAwait(false);
            return;
        }

        if (Interlocked.Exchange(ref _isSignalled, 0) == 0) return;
        // Once begun it is finished, also when the replay was resumed meanwhile: what failed in flight has no window left to be tried from.
        if (_portion is { } open && (_isTakenBack || !await source.IsWantedAsync(open, cancellation).ConfigureAwait(false))) TakeBack(running);
        if (_portion is not null) return;
        _asking = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _asked = NextAsync(source, _asking.Token);
        if (_asked.IsCompleted) await TakeAsync(source, live, cancellation).ConfigureAwait(false);
        else _answered = _asked.ContinueWith(_ => wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Answered()
    {
        _asking?.Dispose();
        (_asking, _asked) = (null, null);
    }

    private async Task<ReplayPortion?> NextAsync(IReplaySource source, CancellationToken cancellation) =>
        await source.NextAsync(destination.Id, Math.Max(PortionEventsMax, recordsMax), tools.Quiet.TakeTurnAsync, cancellation).ConfigureAwait(false);

    private async ValueTask TakeAsync(IReplaySource source, DeliveryWindow live, CancellationToken cancellation)
    {
        if (_asked is not { } asked) return;
        Answered();
        var portion = await asked.ConfigureAwait(false);
        // Live events went out while the source looked: it looks at those as well, in this turn, in which no more of them come.
        if (portion?.LookedTo < live.AddedTo) portion = await NextAsync(source, cancellation).ConfigureAwait(false);
        if (portion is null) return;
        var (window, open) = (new DeliveryWindow(0, recordsMax), new List<PendingEvent>(portion.Events.Count));
        foreach (var logged in portion.Events)
        {
            var isStale = portion.Stale.Contains(logged.Sequence);
            var admitted = await admission.AdmitAsync(logged, portion.KeyOf(logged), isStale, cancellation).ConfigureAwait(false);
            var pending = admitted.Pending ?? admission.Parked(logged, "mapper_error", admitted.Trace ?? "");
            // No time was kept; the event cannot have been sent before it happened.
            if (portion.Doubtful.Contains(logged.Sequence)) pending.MayBeTakenSince = logged.OccurredAt;
            if (portion.ReplayId != 0) pending.OfReplay(portion.ReplayId);
            window.Add(pending);
            open.Add(pending);
        }

        window.Behind(live);
        Window = window;
        _open.Clear();
        _open.AddRange(open);
        _portion = portion;
    }

    /// <summary>Reports what is settled.</summary>
    internal async ValueTask SaveAsync(CancellationToken cancellation)
    {
        if (tools.Replays is not { } source || _portion is not { } portion) return;
        var settled = _open.Where(pending => pending.IsSettled)
            .Select(pending => new ReplayOutcome(pending.Sequence, pending.State, pending.Parked, pending.IsDoubtful)).ToList();
        if (settled.Count > 0) await source.SettleAsync(portion, settled, cancellation).ConfigureAwait(false);
        _open.RemoveAll(pending => pending.IsSettled);
        if (_open.Count > 0) return;
        _portion = null;
        _isTakenBack = false;
        Look();
    }

    // What is in flight cannot be taken back; it keeps its window until it ends, and is reported if it was settled.
    private void TakeBack(IReadOnlyCollection<Batch> running)
    {
        var inFlight = running.SelectMany(batch => batch.Events).ToHashSet();
        _open.RemoveAll(pending => !pending.IsSettled && !inFlight.Contains(pending));
        Window = new DeliveryWindow(0, recordsMax);
        _isTakenBack = _open.Count > 0;
        if (!_isTakenBack) _portion = null;
        Look();
    }

    /// <summary>True when the loop should turn again although nothing happens: the next portion is due.</summary>
    internal bool IsDue => tools.Replays is not null && _portion is null && _asked is null && Volatile.Read(ref _isSignalled) == 1;

    private static partial class Log
    {
        [LoggerMessage(1326, LogLevel.Error, "Destination {Destination} could not look for events to send again; the next look is due in a few seconds")]
        internal static partial void LookFailed(ILogger logger, Exception failure, int destination);
    }
}
