using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Guidon.Evaluation.Hashing;

// Hot path: must not allocate (guarded by AllocationTests).

/// <summary>Where a value falls on the scale of a salt; section 4.6 of the protocol notes. The same in every SDK, for ever.</summary>
internal static class Percentage
{
    /// <summary>Number of places on the scale. The last one would be 100 % and is hashed again.</summary>
    private const uint Places = 9_999;

    private const int StackBytes = 512;

    /// <summary>The place of a value.</summary>
    /// <param name="salt">UTF-8 of the salt, with a comma behind it.</param>
    /// <param name="value">UTF-8 of the value.</param>
    /// <returns>0 to 9,997.</returns>
    public static int Place(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> value)
    {
        for (var repeats = 1; ; repeats++)
        {
            var place = Place(salt, value, repeats);
            if (place != Places - 1) return place;
        }
    }

    /// <summary>Percent, 0 to below 100.</summary>
    // Divided first: (r * 100) / 9998 differs in the last bit for a quarter of all places.
    public static double OfPlace(int place) => place / 9_998.0 * 100;

    private static int Place(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> value, int repeats)
    {
        var length = ((salt.Length + value.Length + 1) * repeats) - 1;
        var rented = length > StackBytes ? ArrayPool<byte>.Shared.Rent(length) : null;
        var text = rented is null ? stackalloc byte[StackBytes] : rented;
        var at = 0;
        for (var i = 0; i < repeats; i++)
        {
            if (i > 0) text[at++] = (byte)',';
            salt.CopyTo(text[at..]);
            value.CopyTo(text[(at + salt.Length)..]);
            at += salt.Length + value.Length;
        }

        var place = Place(text[..length]);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return place;
    }

    private static int Place(ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[MD5.HashSizeInBytes];
#pragma warning disable CA5351 // Not security: the SDKs bucket by MD5, and a different hash would move every user.
        MD5.HashData(text, hash);
#pragma warning restore CA5351
        var number = new UInt128(BinaryPrimitives.ReadUInt64BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash[8..]));
        return (int)(uint)(number % Places);
    }
}
