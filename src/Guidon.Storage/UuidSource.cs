namespace Guidon.Storage;

/// <summary>Makes the uuids (version 4) of what operators write. Names, not secrets. Not safe for many threads.</summary>
/// <param name="random">A seeded one repeats a run.</param>
public sealed class UuidSource(Random random)
{
    /// <summary>A new uuid.</summary>
    public Guid Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
