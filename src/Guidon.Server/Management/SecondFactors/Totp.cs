using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Guidon.Server.Management.SecondFactors;

/// <summary>Codes that change every 30 seconds (RFC 6238): HMAC-SHA-1 and six digits, the one choice that every app understands. Pure.</summary>
internal static class Totp
{
    /// <summary>As long as the hash. Source: RFC 4226, requirement 6.</summary>
    internal const int SecretBytes = 20;

    internal const int Digits = 6;
    private const int StepSeconds = 30;
    private const uint CodesCount = 1_000_000;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    internal static long StepOf(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds;

    internal static string Code(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // Apps compute HMAC-SHA-1, and most nothing else. Its weakness is collisions, on which an HMAC does not rest.
        var digest = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadUInt32BigEndian(digest.AsSpan(digest[^1] & 0xF)) & 0x7FFF_FFFF;
        return (number % CodesCount).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>Takes the code of the present step, and of the one before and after: clocks differ and people type slowly.</summary>
    /// <param name="secret">Of the person.</param>
    /// <param name="code">As it was typed, without blanks.</param>
    /// <param name="now">UTC.</param>
    /// <param name="after">The newest step that was taken; none up to it is taken again.</param>
    /// <returns>The step whose code it is; <see langword="null"/> when it is none's.</returns>
    internal static long? Match(byte[] secret, string code, DateTimeOffset now, long after)
    {
        long? found = null;
        for (var step = StepOf(now) - 1; step <= StepOf(now) + 1; step++)
        {
            var isIt = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code), Encoding.UTF8.GetBytes(Code(secret, step)));
            if (isIt && step > after) found ??= step;
        }

        return found;
    }

    /// <summary>The secret as people type it and apps read it: base 32 (RFC 4648), whole groups of five bytes only, so without padding.</summary>
    internal static string Text(byte[] secret)
    {
        var text = new StringBuilder(secret.Length * 8 / 5);
        var (held, bits) = (0, 0);
        foreach (var one in secret)
        {
            (held, bits) = ((held << 8) | one, bits + 8);
            for (; bits >= 5; bits -= 5) text.Append(Base32[(held >> (bits - 5)) & 31]);
            held &= (1 << bits) - 1;
        }

        return text.ToString();
    }

    /// <summary>What apps read from a picture.</summary>
    /// <param name="issuer">Whose codes these are, for the list in the app.</param>
    /// <param name="account">Whose, there.</param>
    /// <param name="secret">In base 32.</param>
    internal static string Link(string issuer, string account, string secret) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(account)}?secret={secret}&issuer={Uri.EscapeDataString(issuer)}";
}
