using System.Buffers.Binary;
using System.Security.Cryptography;
using CsCheck;
using Guidon.Evaluation.Hashing;

namespace Guidon.Evaluation.Tests.Hashing;

public sealed class Md5Tests
{
    [Fact]
    public void Every_length_around_the_block_borders_hashes_as_the_platform_does()
    {
        for (var length = 0; length <= 260; length++) AssertSame([.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))]);
    }

    [Fact]
    public void Random_texts_hash_as_the_platform_does() => Gen.Byte.Array[0, 300].Sample(AssertSame, iter: 20_000);

    private static void AssertSame(byte[] message)
    {
#pragma warning disable CA5351 // The point is to be the same hash.
        var expected = MD5.HashData(message);
#pragma warning restore CA5351
        var (first, second, third, fourth) = Md5.Hash(message);
        var actual = new byte[16];
        BinaryPrimitives.WriteUInt32BigEndian(actual, first);
        BinaryPrimitives.WriteUInt32BigEndian(actual.AsSpan(4), second);
        BinaryPrimitives.WriteUInt32BigEndian(actual.AsSpan(8), third);
        BinaryPrimitives.WriteUInt32BigEndian(actual.AsSpan(12), fourth);
        Assert.Equal(expected, actual);
    }
}
