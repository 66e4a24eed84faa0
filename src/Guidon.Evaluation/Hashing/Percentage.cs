using System.Buffers;

namespace Guidon.Evaluation.Hashing;

// Hot path: must not allocate (guarded by AllocationTests).

/// <summary>Where a value falls on the scale of a salt; section 4.6 of the protocol notes. The same in every SDK, for ever.</summary>
internal static class Percentage
{
    /// <summary>Number of places on the scale. The last one would be 100 % and is hashed again.</summary>
    private const ulong Places = 9_999;

    // 2 to the power of 32, 64 and 96, modulo the places.
    private const ulong Weight32 = 6835;
    private const ulong Weight64 = 1897;
    private const ulong Weight96 = 7291;

    private const int LastPlace = 9_998;

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
            if (place != LastPlace) return place;
        }
    }

    /// <summary>How often the text had to be repeated until its place was below 100 %; nearly always once.</summary>
    public static int Repeats(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> value)
    {
        var repeats = 1;
        while (Place(salt, value, repeats) == LastPlace) repeats++;
        return repeats;
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
        var (first, second, third, fourth) = Md5.Hash(text);
        // The digest is one number of 128 bits. Each part counts by its weight modulo the places, so that one short division is enough.
        return (int)(((first * Weight96) + (second * Weight64) + (third * Weight32) + fourth) % Places);
    }
}
