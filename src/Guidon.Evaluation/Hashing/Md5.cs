using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Guidon.Evaluation.Hashing;

// Hot path: must not allocate (guarded by AllocationTests). The platform's MD5 crosses into a native library for every hash, which costs
// four times as much as the hash itself for texts as short as ours; bench/README.md has the numbers. Md5Tests hold it against that one.

/// <summary>MD5 as RFC 1321 has it. Not for security: the SDKs bucket by it, and a different hash would move every user.</summary>
internal static class Md5
{
    private const int BlockBytes = 64;
    private const int LengthBytes = 8;

    /// <summary>The digest as four numbers in the order of its bytes, each read big-endian.</summary>
    public static (uint First, uint Second, uint Third, uint Fourth) Hash(ReadOnlySpan<byte> message)
    {
        var (a, b, c, d) = (0x67452301u, 0xefcdab89u, 0x98badcfeu, 0x10325476u);
        var rest = message;
        for (; rest.Length >= BlockBytes; rest = rest[BlockBytes..]) Mix(rest, ref a, ref b, ref c, ref d);

        Span<byte> tail = stackalloc byte[2 * BlockBytes];
        rest.CopyTo(tail);
        tail[rest.Length] = 0x80;
        var tailBytes = rest.Length < BlockBytes - LengthBytes ? BlockBytes : 2 * BlockBytes;
        BinaryPrimitives.WriteUInt64LittleEndian(tail[(tailBytes - LengthBytes)..], (ulong)message.Length * 8);
        Mix(tail, ref a, ref b, ref c, ref d);
        if (tailBytes > BlockBytes) Mix(tail[BlockBytes..], ref a, ref b, ref c, ref d);

        return (BinaryPrimitives.ReverseEndianness(a), BinaryPrimitives.ReverseEndianness(b),
            BinaryPrimitives.ReverseEndianness(c), BinaryPrimitives.ReverseEndianness(d));
    }

    private static void Mix(ReadOnlySpan<byte> block, ref uint stateA, ref uint stateB, ref uint stateC, ref uint stateD)
    {
        var (a, b, c, d) = (stateA, stateB, stateC, stateD);
        ref var words = ref Unsafe.As<byte, uint>(ref MemoryMarshal.GetReference(block[..BlockBytes]));
        RoundF(ref words, ref a, ref b, ref c, ref d);
        RoundG(ref words, ref a, ref b, ref c, ref d);
        RoundH(ref words, ref a, ref b, ref c, ref d);
        RoundI(ref words, ref a, ref b, ref c, ref d);
        stateA += a;
        stateB += b;
        stateC += c;
        stateD += d;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RoundF(ref uint words, ref uint a, ref uint b, ref uint c, ref uint d)
    {
        F(ref a, b, c, d, Word(ref words, 0) + 0xd76aa478, 7);
        F(ref d, a, b, c, Word(ref words, 1) + 0xe8c7b756, 12);
        F(ref c, d, a, b, Word(ref words, 2) + 0x242070db, 17);
        F(ref b, c, d, a, Word(ref words, 3) + 0xc1bdceee, 22);
        F(ref a, b, c, d, Word(ref words, 4) + 0xf57c0faf, 7);
        F(ref d, a, b, c, Word(ref words, 5) + 0x4787c62a, 12);
        F(ref c, d, a, b, Word(ref words, 6) + 0xa8304613, 17);
        F(ref b, c, d, a, Word(ref words, 7) + 0xfd469501, 22);
        F(ref a, b, c, d, Word(ref words, 8) + 0x698098d8, 7);
        F(ref d, a, b, c, Word(ref words, 9) + 0x8b44f7af, 12);
        F(ref c, d, a, b, Word(ref words, 10) + 0xffff5bb1, 17);
        F(ref b, c, d, a, Word(ref words, 11) + 0x895cd7be, 22);
        F(ref a, b, c, d, Word(ref words, 12) + 0x6b901122, 7);
        F(ref d, a, b, c, Word(ref words, 13) + 0xfd987193, 12);
        F(ref c, d, a, b, Word(ref words, 14) + 0xa679438e, 17);
        F(ref b, c, d, a, Word(ref words, 15) + 0x49b40821, 22);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RoundG(ref uint words, ref uint a, ref uint b, ref uint c, ref uint d)
    {
        G(ref a, b, c, d, Word(ref words, 1) + 0xf61e2562, 5);
        G(ref d, a, b, c, Word(ref words, 6) + 0xc040b340, 9);
        G(ref c, d, a, b, Word(ref words, 11) + 0x265e5a51, 14);
        G(ref b, c, d, a, Word(ref words, 0) + 0xe9b6c7aa, 20);
        G(ref a, b, c, d, Word(ref words, 5) + 0xd62f105d, 5);
        G(ref d, a, b, c, Word(ref words, 10) + 0x02441453, 9);
        G(ref c, d, a, b, Word(ref words, 15) + 0xd8a1e681, 14);
        G(ref b, c, d, a, Word(ref words, 4) + 0xe7d3fbc8, 20);
        G(ref a, b, c, d, Word(ref words, 9) + 0x21e1cde6, 5);
        G(ref d, a, b, c, Word(ref words, 14) + 0xc33707d6, 9);
        G(ref c, d, a, b, Word(ref words, 3) + 0xf4d50d87, 14);
        G(ref b, c, d, a, Word(ref words, 8) + 0x455a14ed, 20);
        G(ref a, b, c, d, Word(ref words, 13) + 0xa9e3e905, 5);
        G(ref d, a, b, c, Word(ref words, 2) + 0xfcefa3f8, 9);
        G(ref c, d, a, b, Word(ref words, 7) + 0x676f02d9, 14);
        G(ref b, c, d, a, Word(ref words, 12) + 0x8d2a4c8a, 20);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RoundH(ref uint words, ref uint a, ref uint b, ref uint c, ref uint d)
    {
        H(ref a, b, c, d, Word(ref words, 5) + 0xfffa3942, 4);
        H(ref d, a, b, c, Word(ref words, 8) + 0x8771f681, 11);
        H(ref c, d, a, b, Word(ref words, 11) + 0x6d9d6122, 16);
        H(ref b, c, d, a, Word(ref words, 14) + 0xfde5380c, 23);
        H(ref a, b, c, d, Word(ref words, 1) + 0xa4beea44, 4);
        H(ref d, a, b, c, Word(ref words, 4) + 0x4bdecfa9, 11);
        H(ref c, d, a, b, Word(ref words, 7) + 0xf6bb4b60, 16);
        H(ref b, c, d, a, Word(ref words, 10) + 0xbebfbc70, 23);
        H(ref a, b, c, d, Word(ref words, 13) + 0x289b7ec6, 4);
        H(ref d, a, b, c, Word(ref words, 0) + 0xeaa127fa, 11);
        H(ref c, d, a, b, Word(ref words, 3) + 0xd4ef3085, 16);
        H(ref b, c, d, a, Word(ref words, 6) + 0x04881d05, 23);
        H(ref a, b, c, d, Word(ref words, 9) + 0xd9d4d039, 4);
        H(ref d, a, b, c, Word(ref words, 12) + 0xe6db99e5, 11);
        H(ref c, d, a, b, Word(ref words, 15) + 0x1fa27cf8, 16);
        H(ref b, c, d, a, Word(ref words, 2) + 0xc4ac5665, 23);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RoundI(ref uint words, ref uint a, ref uint b, ref uint c, ref uint d)
    {
        I(ref a, b, c, d, Word(ref words, 0) + 0xf4292244, 6);
        I(ref d, a, b, c, Word(ref words, 7) + 0x432aff97, 10);
        I(ref c, d, a, b, Word(ref words, 14) + 0xab9423a7, 15);
        I(ref b, c, d, a, Word(ref words, 5) + 0xfc93a039, 21);
        I(ref a, b, c, d, Word(ref words, 12) + 0x655b59c3, 6);
        I(ref d, a, b, c, Word(ref words, 3) + 0x8f0ccc92, 10);
        I(ref c, d, a, b, Word(ref words, 10) + 0xffeff47d, 15);
        I(ref b, c, d, a, Word(ref words, 1) + 0x85845dd1, 21);
        I(ref a, b, c, d, Word(ref words, 8) + 0x6fa87e4f, 6);
        I(ref d, a, b, c, Word(ref words, 15) + 0xfe2ce6e0, 10);
        I(ref c, d, a, b, Word(ref words, 6) + 0xa3014314, 15);
        I(ref b, c, d, a, Word(ref words, 13) + 0x4e0811a1, 21);
        I(ref a, b, c, d, Word(ref words, 4) + 0xf7537e82, 6);
        I(ref d, a, b, c, Word(ref words, 11) + 0xbd3af235, 10);
        I(ref c, d, a, b, Word(ref words, 2) + 0x2ad7d2bb, 15);
        I(ref b, c, d, a, Word(ref words, 9) + 0xeb86d391, 21);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void F(ref uint a, uint b, uint c, uint d, uint addend, int shift) =>
        a = b + BitOperations.RotateLeft(a + addend + (d ^ (b & (c ^ d))), shift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    // As two sums and not as one "or": what waits for b is then one step shorter, and the whole hash is one chain of waits.
    private static void G(ref uint a, uint b, uint c, uint d, uint addend, int shift) =>
        a = b + BitOperations.RotateLeft(a + addend + (c & ~d) + (b & d), shift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void H(ref uint a, uint b, uint c, uint d, uint addend, int shift) =>
        a = b + BitOperations.RotateLeft(a + addend + (b ^ c ^ d), shift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void I(ref uint a, uint b, uint c, uint d, uint addend, int shift) =>
        a = b + BitOperations.RotateLeft(a + addend + (c ^ (b | ~d)), shift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Word(ref uint words, int index)
    {
        var word = Unsafe.Add(ref words, index);
        return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
    }
}
