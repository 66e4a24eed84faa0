namespace Guidon.Delivery;

/// <summary>Encrypts the settings of destinations at rest. The host owns the key.</summary>
public interface ISettingsProtector
{
    /// <summary>Encrypts and authenticates.</summary>
    byte[] Protect(ReadOnlySpan<byte> clear);

    /// <summary>Decrypts; <see langword="null"/> when the key is gone or the bytes were altered.</summary>
    byte[]? Unprotect(ReadOnlySpan<byte> sealedBytes);
}
