using System.Buffers.Binary;
using System.Security.Cryptography;
using Guidon.Events;

namespace Guidon.Delivery.Replays;

/// <summary>Whose an event of the log is, without what it says.</summary>
/// <param name="Sequence">Which event.</param>
/// <param name="Identity">As <see cref="StateMark.IdentityOf"/> has it; <see langword="null"/> when the payload cannot be read.</param>
/// <param name="Content">The first 128 bits of the SHA-256 of everything that it says beside its time: two events of an identity with the same tell the same.</param>
/// <param name="IsOut">Parked or cancelled at the destination that was asked about: it neither has it nor will have it by itself.</param>
public readonly record struct LoggedIdentity(long Sequence, UInt128? Identity, UInt128 Content, bool IsOut)
{
    private const int OnStackBytesMax = 1_024;

    /// <summary>Of an evaluation; without an identity for anything else.</summary>
    /// <param name="sequence">Which event.</param>
    /// <param name="flagTableId">What its outcomes refer to.</param>
    /// <param name="payload">As the log has it.</param>
    /// <param name="isOut"><see cref="IsOut"/>.</param>
    public static LoggedIdentity Of(long sequence, long flagTableId, ReadOnlySpan<byte> payload, bool isOut) =>
        EvaluatedEventEncoding.Identifier(payload) is { } identifier
            ? new(sequence, StateMark.IdentityOf(identifier), ContentOf(flagTableId, payload), isOut)
            : new(sequence, null, default, isOut);

    private static UInt128 ContentOf(long flagTableId, ReadOnlySpan<byte> payload)
    {
        var bytes = sizeof(long) + payload.Length;
        Span<byte> buffer = bytes <= OnStackBytesMax ? stackalloc byte[OnStackBytesMax] : new byte[bytes];
        BinaryPrimitives.WriteInt64LittleEndian(buffer, flagTableId);
        payload.CopyTo(buffer[sizeof(long)..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer[..bytes], hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
