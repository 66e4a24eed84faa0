using System.Security.Cryptography;
using Guidon.Delivery;

namespace Guidon.Server.Access;

/// <summary>AES-256-GCM with a fresh nonce per value: version byte, nonce, tag, cipher text.</summary>
internal sealed class SettingsProtector(InstallationSecret secret) : ISettingsProtector
{
    private const byte Version = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeadBytes = 1 + NonceBytes + TagBytes;

    public string Pseudonym(string traitKey, string value) => secret.Pseudonym(traitKey, value);

    public byte[] Protect(ReadOnlySpan<byte> clear)
    {
        var result = new byte[HeadBytes + clear.Length];
        result[0] = Version;
        RandomNumberGenerator.Fill(result.AsSpan(1, NonceBytes));
        using var cipher = new AesGcm(secret.SettingsKey, TagBytes);
        cipher.Encrypt(result.AsSpan(1, NonceBytes), clear, result.AsSpan(HeadBytes), result.AsSpan(1 + NonceBytes, TagBytes));
        return result;
    }

    public byte[]? Unprotect(ReadOnlySpan<byte> sealedBytes)
    {
        if (sealedBytes.Length < HeadBytes || sealedBytes[0] != Version) return null;
        var clear = new byte[sealedBytes.Length - HeadBytes];
        using var cipher = new AesGcm(secret.SettingsKey, TagBytes);
        try
        {
            cipher.Decrypt(sealedBytes.Slice(1, NonceBytes), sealedBytes[HeadBytes..], sealedBytes.Slice(1 + NonceBytes, TagBytes), clear);
            return clear;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;   // another installation's data, or altered: the destination is held with a reason
        }
    }
}
