using System.Buffers.Binary;
using System.Text;

namespace Guidon.Events;

/// <summary>
/// Reads the primitives of an event payload. Never throws and never reads past the end: after the first damage <see cref="Sound"/>
/// is false and every answer is empty, so that a decoder checks once and not after each step.
/// </summary>
internal ref struct PayloadReader(ReadOnlySpan<byte> source)
{
    private ReadOnlySpan<byte> _rest = source;

    internal bool Sound { get; private set; } = true;

    internal readonly bool AtEnd => _rest.IsEmpty;

    internal byte Byte() => Take(1) is [var value] ? value : (byte)0;

    internal ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        Sound = false;
        return 0;
    }

    /// <param name="max">Above it the payload counts as damaged; keeps a flipped bit from asking for gigabytes.</param>
    internal int Count(int max)
    {
        var value = Varint();
        if (value <= (ulong)max) return (int)value;
        Sound = false;
        return 0;
    }

    internal string Text() => Encoding.UTF8.GetString(Take(Count(_rest.Length)));

    internal double Number() => Take(sizeof(double)) is { Length: > 0 } bytes ? BinaryPrimitives.ReadDoubleLittleEndian(bytes) : 0;

    internal ReadOnlySpan<byte> Take(int bytes)
    {
        if (!Sound || bytes > _rest.Length)
        {
            Sound = false;
            return default;
        }

        var taken = _rest[..bytes];
        _rest = _rest[bytes..];
        return taken;
    }
}
