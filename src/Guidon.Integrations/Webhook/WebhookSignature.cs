using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Guidon.Integrations.Webhook;

/// <summary>The two signatures that receivers verify over the exact bytes of the body.</summary>
internal static class WebhookSignature
{
    private const string SecretPrefix = "whsec_";

    // Source: Standard Webhooks 1.0.0, "Symmetric signatures": 24 to 64 bytes.
    private const int KeyBytesMin = 24;
    private const int KeyBytesMax = 64;

    /// <summary>Lower-case hex of HMAC-SHA256; the value of <c>X-Flagsmith-Signature</c>.</summary>
    internal static string Legacy(string secret, ReadOnlySpan<byte> body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    /// <summary>The value of <c>webhook-signature</c>.</summary>
    /// <param name="key">The secret's bytes.</param>
    /// <param name="id">The value of <c>webhook-id</c>; no dots.</param>
    /// <param name="unixSeconds">The value of <c>webhook-timestamp</c>: the time of the attempt.</param>
    /// <param name="body">The exact bytes.</param>
    internal static string Standard(ReadOnlySpan<byte> key, string id, long unixSeconds, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{unixSeconds}.")));
        hash.AppendData(body);
        return "v1," + Convert.ToBase64String(hash.GetHashAndReset());
    }

    /// <summary>The bytes of a <c>whsec_</c> secret; <see langword="null"/> when it is not one.</summary>
    internal static byte[]? Key(string secret)
    {
        if (!secret.StartsWith(SecretPrefix, StringComparison.Ordinal)) return null;
        var encoded = secret.AsSpan(SecretPrefix.Length);
        if (!Base64.IsValid(encoded, out var length) || length is < KeyBytesMin or > KeyBytesMax) return null;
        return Convert.FromBase64String(encoded.ToString());
    }
}
