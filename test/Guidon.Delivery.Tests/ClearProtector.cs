namespace Guidon.Delivery.Tests;

/// <summary>Protects nothing; a byte in front shows that settings went through it.</summary>
public sealed class ClearProtector : ISettingsProtector
{
    public byte[] Protect(ReadOnlySpan<byte> clear) => [1, .. clear];

    public byte[]? Unprotect(ReadOnlySpan<byte> sealedBytes) => sealedBytes[0] == 1 ? sealedBytes[1..].ToArray() : null;

    public string Pseudonym(string traitKey, string value) => value.StartsWith("\"#", StringComparison.Ordinal) ? value[1..^1] : $"#{traitKey}:{value.Length}";
}
