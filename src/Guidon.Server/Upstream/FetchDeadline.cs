namespace Guidon.Server.Upstream;

/// <summary>Ends a fetch that falls silent, and one that drips for ever: each step has its limit, and all of them together.</summary>
internal sealed class FetchDeadline : IDisposable
{
    // Large documents over slow lines need more than one step's time; a drip of single bytes must still end.
    private const int StepsMax = 12;

    private readonly TimeSpan _step;
    private readonly CancellationTokenSource _silence;
    private readonly CancellationTokenSource _whole;
    private readonly CancellationTokenSource _any;

    internal FetchDeadline(TimeSpan step, TimeProvider time, CancellationToken cancellation)
    {
        _step = step;
        _silence = new CancellationTokenSource(step, time);
        _whole = new CancellationTokenSource(step * StepsMax, time);
        _any = CancellationTokenSource.CreateLinkedTokenSource(_silence.Token, _whole.Token, cancellation);
    }

    internal CancellationToken Token => _any.Token;

    /// <summary>Something came: the next step has its whole time.</summary>
    internal void Renew() => _silence.CancelAfter(_step);

    public void Dispose()
    {
        _any.Dispose();
        _whole.Dispose();
        _silence.Dispose();
    }
}
