namespace Guidon.Events;

/// <summary>
/// Keeps the newest <see cref="CaptureGap"/>, and those that ended until somebody has stored them. Written by the intake's loop and by
/// refused callers, read by status pages.
/// </summary>
internal sealed class CaptureGapRecord
{
    private readonly Lock _gate = new();
    private CaptureGap? _current;   // replaced under the gate, read without it: the record is immutable
    private CaptureGap? _ended;     // under the gate: gaps that ended and are not stored, as one

    internal CaptureGap? Current => Volatile.Read(ref _current);

    /// <returns>True when this refusal opened a gap.</returns>
    internal bool Refused(DateTimeOffset occurredAt, IntakeVerdict reason)
    {
        lock (_gate)
        {
            var refused = new CaptureGap(occurredAt, occurredAt, 1, reason, Open: true);
            var opens = _current is not { Open: true };
            Volatile.Write(ref _current, opens ? refused : Join(_current, refused));
            return opens;
        }
    }

    /// <returns>The gap that ended; <see langword="null"/> when none was open.</returns>
    internal CaptureGap? Durable()
    {
        if (Current is not { Open: true }) return null;   // the steady state takes no lock
        lock (_gate)
        {
            if (_current is not { Open: true } gap) return null;
            Volatile.Write(ref _current, gap with { Open = false });
            _ended = Join(_ended, gap with { Open = false });
            return _current;
        }
    }

    /// <summary>What ended since the last call, as one gap: a queue that overflows a hundred times a second is one story.</summary>
    internal CaptureGap? TakeEnded()
    {
        lock (_gate)
        {
            var ended = _ended;
            _ended = null;
            return ended;
        }
    }

    /// <summary>At the end of the process: what ended and what is open.</summary>
    internal CaptureGap? TakeAll()
    {
        lock (_gate)
        {
            var open = _current is { Open: true } ? _current : null;
            var all = open is null ? _ended : Join(_ended, open);
            _ended = null;
            return all;
        }
    }

    /// <summary>Storing failed: the gap is told again at the next chance.</summary>
    internal void PutBack(CaptureGap gap)
    {
        lock (_gate) _ended = Join(gap, _ended);
    }

    private static CaptureGap? Join(CaptureGap? earlier, CaptureGap? later)
    {
        if (earlier is null || later is null) return earlier ?? later;
        return later with
        {
            FirstAt = earlier.FirstAt < later.FirstAt ? earlier.FirstAt : later.FirstAt,
            LastAt = earlier.LastAt > later.LastAt ? earlier.LastAt : later.LastAt,
            Events = earlier.Events + later.Events,
        };
    }
}
