using Guidon.Delivery;

namespace Guidon.Delivery.Bench;

/// <summary>Settings in clear: nothing here is a secret.</summary>
internal sealed class ClearSettings : ISettingsProtector
{
    public byte[] Protect(ReadOnlySpan<byte> clear) => clear.ToArray();

    public byte[]? Unprotect(ReadOnlySpan<byte> sealedBytes) => sealedBytes.ToArray();

    public string Pseudonym(string traitKey, string value) => value.StartsWith("\"#", StringComparison.Ordinal) ? value[1..^1] : $"#{traitKey}:{value.Length}";
}
