using Guidon.Delivery;

namespace Guidon.Server.Tests.Edge;

/// <summary>A protector that fails in a way that no interface speaks of, until it is well.</summary>
internal sealed class ThrowingProtector : ISettingsProtector
{
    internal bool IsWell { get; set; }

    internal int Thrown { get; private set; }

    public byte[] Protect(ReadOnlySpan<byte> clear) => clear.ToArray();

    public byte[]? Unprotect(ReadOnlySpan<byte> sealedBytes)
    {
        if (IsWell) return null;
        Thrown++;
        throw new InvalidOperationException("Nobody thought of this.");
    }

    public string Pseudonym(string traitKey, string value) => value;
}
