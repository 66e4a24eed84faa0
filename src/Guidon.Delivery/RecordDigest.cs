using System.Security.Cryptography;

namespace Guidon.Delivery;

/// <summary>What a mapper made of an event, as 16 bytes in hexadecimal digits: equal for equal records, whole and unredacted.</summary>
internal static class RecordDigest
{
    private const int Bytes = 16;

    internal static string Of(IEnumerable<ReadOnlyMemory<byte>> records)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var json in records)
        {
            hash.AppendData(json.Span);
            hash.AppendData(","u8);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, Bytes));
    }
}
