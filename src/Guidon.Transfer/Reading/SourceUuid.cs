using System.Security.Cryptography;
using System.Text;

namespace Guidon.Transfer.Reading;

/// <summary>Uuids for things that have none where they come from: the same for the same thing, so that a second import finds what the first made.</summary>
internal static class SourceUuid
{
    internal static Guid Of(params ReadOnlySpan<string> names)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', names.ToArray()))).AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);   // version 8, RFC 9562: custom
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
