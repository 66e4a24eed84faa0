namespace Guidon.Storage.Stores;

/// <summary>Neighbouring events that expire in one transaction; times in microseconds since 1970.</summary>
internal readonly record struct ExpiringSpan(int Events, int Erased, long FirstSequence, long LastSequence, long FirstAt, long LastAt)
{
    internal ExpiringSpan With(long sequence, long occurredAt, bool isErased) => this with
    {
        Events = Events + 1,
        Erased = Erased + (isErased ? 1 : 0),
        LastSequence = sequence,
        LastAt = occurredAt,
    };
}
