namespace Guidon.Delivery.Tests;

/// <summary>A source that knows what to send and tells it when a test lets it.</summary>
public sealed class LateReplay(IReplaySource real) : IReplaySource
{
    private volatile TaskCompletionSource _answers = Open();

    /// <summary>Questions that wait.</summary>
    public int Waiting { get; private set; }

    /// <summary>From now on questions wait.</summary>
    public void Close() => _answers = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Those that wait are answered, and those that come.</summary>
    public void Release() => _answers.TrySetResult();

    public async ValueTask<ReplayPortion?> NextAsync(int destinationId, int eventsMax, Func<ValueTask> takeTurn, CancellationToken cancellation)
    {
        var portion = await real.NextAsync(destinationId, eventsMax, takeTurn, cancellation);
        if (portion is null || _answers.Task.IsCompleted) return portion;
        Waiting++;
        await _answers.Task.WaitAsync(cancellation);
        Waiting--;
        return portion;
    }

    public ValueTask SettleAsync(ReplayPortion portion, IReadOnlyList<ReplayOutcome> outcomes, CancellationToken cancellation) =>
        real.SettleAsync(portion, outcomes, cancellation);

    public void Rewind(int destinationId) => real.Rewind(destinationId);

    public ValueTask<bool> IsWantedAsync(ReplayPortion portion, CancellationToken cancellation) => real.IsWantedAsync(portion, cancellation);

    private static TaskCompletionSource Open()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }
}
