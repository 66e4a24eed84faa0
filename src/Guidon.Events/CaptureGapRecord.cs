namespace Guidon.Events;

/// <summary>Keeps the newest <see cref="CaptureGap"/>. Written by the intake's loop and by refused callers, read by status pages.</summary>
internal sealed class CaptureGapRecord
{
    private readonly Lock _gate = new();
    private CaptureGap? _current;   // replaced under the gate, read without it: the record is immutable

    internal CaptureGap? Current => Volatile.Read(ref _current);

    /// <returns>True when this refusal opened a gap.</returns>
    internal bool Refused(DateTimeOffset occurredAt, IntakeVerdict reason)
    {
        lock (_gate)
        {
            if (_current is not { Open: true } gap)
            {
                Volatile.Write(ref _current, new CaptureGap(occurredAt, occurredAt, 1, reason, Open: true));
                return true;
            }

            Volatile.Write(ref _current, gap with
            {
                FirstAt = occurredAt < gap.FirstAt ? occurredAt : gap.FirstAt,
                LastAt = occurredAt > gap.LastAt ? occurredAt : gap.LastAt,
                Events = gap.Events + 1,
                Reason = reason,
            });
            return false;
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
            return _current;
        }
    }
}
