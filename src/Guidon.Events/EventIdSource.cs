using System.Buffers.Binary;

namespace Guidon.Events;

/// <summary>
/// Makes UUIDv7 event ids that sort by creation within one process, also when the clock stands still or goes back.
/// Safe for many threads.
/// </summary>
/// <param name="time">Where the 48-bit millisecond prefix comes from.</param>
/// <param name="random">The 62 random bits; a seeded one repeats a run. Only this source may use it.</param>
public sealed class EventIdSource(TimeProvider time, Random random)
{
    private const int CounterBits = 12;

    private readonly Lock _gate = new();
    private long _last;   // milliseconds since 1970, then 12 counter bits (rand_a of RFC 9562, method 1); only under the gate

    /// <summary>A new id. Its text form has 36 characters, the most that every receiver takes as an idempotency key.</summary>
    public Guid Next()
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds() << CounterBits;
        long stamp, tail;
        lock (_gate)
        {
            // A full counter borrows from the next millisecond: order matters more than 1 ms of truth, and events carry their own time.
            stamp = _last = Math.Max(now, _last + 1);
            tail = random.NextInt64();
        }

        return Compose(stamp, tail);
    }

    private static Guid Compose(long stamp, long tail)
    {
        Span<byte> bytes = stackalloc byte[16];
        var counter = stamp & ((1 << CounterBits) - 1);
        BinaryPrimitives.WriteInt64BigEndian(bytes, ((stamp >> CounterBits) << 16) | 0x7000 | counter);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], ((ulong)tail & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000);
        return new Guid(bytes, bigEndian: true);
    }
}
