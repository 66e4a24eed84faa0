using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Guidon.Events;

/// <summary>Writes the primitives of an event payload into a buffer that is known to be large enough.</summary>
internal ref struct PayloadWriter(Span<byte> destination)
{
    /// <summary>The longest varint of 64 bits.</summary>
    internal const int VarintBytesMax = 10;

    private readonly Span<byte> _destination = destination;

    internal int Position { get; private set; }

    internal static int TextBytesMax(int characters) => VarintBytesMax + (characters * 3);

    internal void Byte(byte value) => _destination[Position++] = value;

    internal void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            Byte((byte)(value | 0x80));
            value >>= 7;
        }

        Byte((byte)value);
    }

    internal void Text(ReadOnlySpan<char> text)
    {
        // A lone surrogate becomes U+FFFD: the payload is UTF-8 whatever the caller sent.
        Varint((ulong)Encoding.UTF8.GetByteCount(text));
        Position += Encoding.UTF8.GetBytes(text, _destination[Position..]);
    }

    internal void Number(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_destination[Position..], value);
        Position += sizeof(double);
    }

    internal void Bits(ReadOnlySpan<bool> bits)
    {
        Varint((ulong)bits.Length);
        var bytes = _destination.Slice(Position, (bits.Length + 7) / 8);
        bytes.Clear();
        for (var i = 0; i < bits.Length; i++)
        {
            if (bits[i]) bytes[i >> 3] |= (byte)(1 << (i & 7));
        }

        Position += bytes.Length;
    }

    /// <summary>Closes the payload with a checksum over all of it.</summary>
    internal void Checksum()
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_destination[Position..], Checksum(_destination[..Position]));
        Position += sizeof(uint);
    }

    internal static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var value in bytes) crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}
