using Guidon.Delivery;

namespace Guidon.Simulation.Tests;

/// <summary>Protects nothing; settings that begin with 0 cannot be opened.</summary>
internal sealed class OpenProtector : ISettingsProtector
{
    public byte[] Protect(ReadOnlySpan<byte> clear) => [1, .. clear];

    public byte[]? Unprotect(ReadOnlySpan<byte> sealedBytes) => sealedBytes[0] == 1 ? sealedBytes[1..].ToArray() : null;

    public string Pseudonym(string traitKey, string value) => value.StartsWith("\"#", StringComparison.Ordinal) ? value[1..^1] : $"#{traitKey}:{value.Length}";
}
