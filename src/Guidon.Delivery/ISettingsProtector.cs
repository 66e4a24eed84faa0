namespace Guidon.Delivery;

/// <summary>Encrypts the settings of destinations at rest, and makes hashes that nobody else can make. The host owns the keys.</summary>
public interface ISettingsProtector
{
    /// <summary>Encrypts and authenticates.</summary>
    byte[] Protect(ReadOnlySpan<byte> clear);

    /// <summary>Decrypts; <see langword="null"/> when the key is gone or the bytes were altered.</summary>
    byte[]? Unprotect(ReadOnlySpan<byte> sealedBytes);

    /// <summary>What stands for the value of a trait that is not to be read: equal for equal values, and for its own result itself.</summary>
    /// <param name="traitKey">Another trait's equal value gives something else.</param>
    /// <param name="value">JSON.</param>
    string Pseudonym(string traitKey, string value);
}
