using System.Security.Cryptography;
using System.Text.Json;

namespace Guidon.Delivery.Replays;

/// <summary>What a person asked for.</summary>
public sealed record ReplayRequest
{
    /// <summary>Where to; a live destination.</summary>
    public required int DestinationId { get; init; }

    /// <summary>What to do.</summary>
    public required ReplayMode Mode { get; init; }

    /// <summary>With which events.</summary>
    public required ReplayFilter Filter { get; init; }

    /// <summary>True gives every event another id, the same in each attempt of this replay, for receivers that shall keep both.</summary>
    public bool NewKeys { get; init; }

    /// <summary>The caller's idempotency key, at most 200 characters; empty for none.</summary>
    public string Key { get; init; } = "";

    /// <summary>The request as bytes; equal requests give equal bytes.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ReplayJson.Default.ReplayRequest);

    /// <summary>What <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">Something else.</exception>
    public static ReplayRequest FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, ReplayJson.Default.ReplayRequest) ?? throw new JsonException("null is no replay.");

    /// <summary>By which the same request is known again: 32 bytes. With a key only that and the destination count.</summary>
    public byte[] Hash() => SHA256.HashData(
        Key.Length == 0 ? ToJson() : new ReplayRequest { DestinationId = DestinationId, Mode = default, Filter = new(), Key = Key }.ToJson());
}
