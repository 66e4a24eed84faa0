using Guidon.Flags;

namespace Guidon.Server.Tests.Edge;

/// <summary>Usage in memory, written when a test lets it.</summary>
internal sealed class SlowUsage : IUsageStore
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<(Guid Writer, long Number), UsageReport> _reports = [];   // under its own lock
    private int _calls;
    private int _lost;

    public long Stored
    {
        get
        {
            lock (_reports) return _reports.Values.Sum(each => each.Count);
        }
    }

    public int Calls => Volatile.Read(ref _calls);

    public void Release() => _released.TrySetResult();

    /// <summary>The next reports are stored, and nobody hears of it.</summary>
    public void LoseAnswers(int count) => Volatile.Write(ref _lost, count);

    public async ValueTask AddAsync(UsageReport report, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _calls);
        await _released.Task.WaitAsync(cancellation);
        lock (_reports)
        {
            if (_reports.TryGetValue((report.Writer, report.Number), out var known)) Assert.Same(known, report);
            _reports[(report.Writer, report.Number)] = report;
        }

        if (Interlocked.Decrement(ref _lost) >= 0) throw new UsageStoreException("the answer was lost", null);
    }
}
