using Guidon.Delivery;

namespace Guidon.Delivery.Bench;

/// <summary>Settings in clear: nothing here is a secret.</summary>
internal sealed class ClearSettings : ISettingsProtector
{
    public byte[] Protect(ReadOnlySpan<byte> clear) => clear.ToArray();

    public byte[]? Unprotect(ReadOnlySpan<byte> sealedBytes) => sealedBytes.ToArray();
}
