using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using Guidon.Server.Access;

namespace Guidon.Server.Management.FeatureHealth;

/// <summary>
/// The secret part of a provider's address: its uuid and 128 bits of a signature over it, so that nothing secret is stored and the address can be shown again to who
/// may know it. A provider that is made anew has another one.
/// </summary>
internal sealed class HealthAddress(InstallationSecret secret)
{
    private const int UuidBytes = 16;
    private const int SignatureBytes = 16;

    internal string Of(Guid provider)
    {
        var uuid = provider.ToByteArray(bigEndian: true);
        return Base64Url.EncodeToString([.. uuid, .. Sign(uuid)]);
    }

    /// <returns>The provider, which may be gone; <see langword="null"/> when this installation made no such address.</returns>
    internal Guid? Read(string address)
    {
        Span<byte> bytes = stackalloc byte[UuidBytes + SignatureBytes];
        // Of one length alone, so that the buffer is enough.
        if (address.Length != Base64Url.GetEncodedLength(bytes.Length) || Base64Url.DecodeFromChars(address, bytes, out _, out var count) != OperationStatus.Done || count != bytes.Length) return null;
        return CryptographicOperations.FixedTimeEquals(bytes[UuidBytes..], Sign(bytes[..UuidBytes])) ? new Guid(bytes[..UuidBytes], bigEndian: true) : null;
    }

    private byte[] Sign(ReadOnlySpan<byte> uuid) => HMACSHA256.HashData(secret.HealthKey, uuid)[..SignatureBytes];
}
