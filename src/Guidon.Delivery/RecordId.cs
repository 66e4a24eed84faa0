using System.Security.Cryptography;
using System.Text;

namespace Guidon.Delivery;

/// <summary>Ids of records when one event becomes several, so that each is deduplicated by itself.</summary>
public static class RecordId
{
    /// <summary>UUIDv5 in the namespace of the event's id: the same event and name give the same id in every attempt and version.</summary>
    /// <param name="eventId">The event.</param>
    /// <param name="name">The integration and the record's ordinal, for example <c>name:0</c>.</param>
    public static Guid Of(Guid eventId, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var text = Encoding.UTF8.GetBytes(name);
        Span<byte> input = stackalloc byte[16 + text.Length];
        eventId.TryWriteBytes(input, bigEndian: true, out _);
        text.CopyTo(input[16..]);
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // Not security: RFC 9562 defines version 5 by SHA-1.
        SHA1.HashData(input, hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
