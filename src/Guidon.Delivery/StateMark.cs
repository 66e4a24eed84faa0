using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Guidon.Delivery;

/// <summary>What one identity was last told at one destination, by hashes only.</summary>
/// <param name="Identity">The first 128 bits of the SHA-256 of the identifier.</param>
/// <param name="State">The first 128 bits of the SHA-256 of everything that the mapper may make different output of, time and id left out.</param>
/// <param name="Sequence">The event that tells it.</param>
public readonly record struct StateMark(UInt128 Identity, UInt128 State, long Sequence)
{
    /// <summary>The <see cref="Identity"/> of an identifier.</summary>
    public static UInt128 IdentityOf(string identifier) =>
        BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(identifier)));
}
