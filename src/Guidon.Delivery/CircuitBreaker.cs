namespace Guidon.Delivery;

/// <summary>
/// Notices that a receiver fails whoever the identity is, so that ten thousand waiting identities do not become ten thousand attempts. Open,
/// it lets nothing through; after a wait one probe, then two, four … requests, until the receiver is trusted again.
/// </summary>
/// <param name="schedule">How long it stays open: longer with each probe that fails.</param>
/// <param name="requestsMax">Requests in flight while it is closed.</param>
internal sealed class CircuitBreaker(RetrySchedule schedule, int requestsMax)
{
    private const int SampleMin = 20;
    private const int UnreachableInRowMax = 5;

    // Of what ended in this time, half or more must have failed.
    private static readonly TimeSpan s_sampleAge = TimeSpan.FromSeconds(30);

    private readonly Queue<(DateTimeOffset At, bool HasFailed)> _sample = new();
    private int _failedInSample;
    private int _unreachableInRow;
    private int _openings;   // in a row
    private int? _allowed;   // null while closed

    /// <summary>Requests in flight that it allows; one at a time after it was open.</summary>
    internal int RequestsMax => _allowed ?? requestsMax;

    /// <summary>Nothing is sent before, by the steady clock.</summary>
    internal DateTimeOffset OpenUntil { get; private set; }

    internal bool IsClosed => _allowed is null;

    internal void Succeeded(DateTimeOffset now)
    {
        if (!IsClosed && now < OpenUntil) return;
        _unreachableInRow = 0;
        if (_allowed is not { } allowed) Record(now, hasFailed: false);
        else if (allowed * 2 >= requestsMax) Close();
        else _allowed = allowed * 2;
    }

    /// <param name="now">By the steady clock.</param>
    /// <param name="isFirst">
    /// The identity had not failed before. Only these say something about the receiver: a few identities that it never takes would open the
    /// circuit by their retries alone.
    /// </param>
    /// <param name="wasUnreachable">No connection came about.</param>
    /// <param name="jitter">0 (inclusive) to 1 (exclusive).</param>
    internal void Failed(DateTimeOffset now, bool isFirst, bool wasUnreachable, double jitter)
    {
        // What was under way when it opened says nothing new.
        if (!IsClosed && now < OpenUntil) return;
        _unreachableInRow = wasUnreachable ? _unreachableInRow + 1 : 0;
        if (isFirst) Record(now, hasFailed: true);
        var isBroken = !IsClosed || _unreachableInRow >= UnreachableInRowMax
            || (_sample.Count >= SampleMin && _failedInSample * 2 >= _sample.Count);
        if (!isBroken) return;
        _openings++;
        _allowed = 1;
        OpenUntil = now + schedule.Next(_openings, null, jitter);
    }

    /// <summary>Trusts the receiver again.</summary>
    internal void Close()
    {
        (_allowed, _openings, _unreachableInRow, _failedInSample) = (null, 0, 0, 0);
        OpenUntil = DateTimeOffset.MinValue;
        _sample.Clear();
    }

    private void Record(DateTimeOffset now, bool hasFailed)
    {
        _sample.Enqueue((now, hasFailed));
        if (hasFailed) _failedInSample++;
        // The count bounds memory: at thousands of requests a second the last few hundred say the same as thirty seconds.
        while (_sample.TryPeek(out var oldest) && (now - oldest.At > s_sampleAge || _sample.Count > SampleMin * 20))
        {
            _sample.Dequeue();
            if (oldest.HasFailed) _failedInSample--;
        }
    }
}
