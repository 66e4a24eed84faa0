using Guidon.Flags;

namespace Guidon.Server.Tests.Edge;

/// <summary>Usage in memory, written when a test lets it.</summary>
internal sealed class SlowUsage : IUsageStore
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _stored;
    private int _calls;

    public long Stored => Interlocked.Read(ref _stored);

    public int Calls => Volatile.Read(ref _calls);

    public void Release() => _released.TrySetResult();

    public async ValueTask AddAsync(IReadOnlyList<FeatureUsage> usage, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _calls);
        await _released.Task.WaitAsync(cancellation);
        Interlocked.Add(ref _stored, usage.Sum(each => each.Count));
    }

    public ValueTask AddAsync(IReadOnlyList<RequestUsage> requests, CancellationToken cancellation) => ValueTask.CompletedTask;
}
