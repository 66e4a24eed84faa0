using System.Text.Json;
using Guidon.Flags;

namespace Guidon.Storage;

/// <summary>What the environment document leaves out, as it is stored beside it.</summary>
public static class FeatureDetailEncoding
{
    /// <summary>UTF-8 JSON.</summary>
    public static byte[] Encode(IReadOnlyList<FeatureDetail> features) =>
        JsonSerializer.SerializeToUtf8Bytes(features, StorageJson.Default.IReadOnlyListFeatureDetail);

    /// <exception cref="JsonException">The row was damaged.</exception>
    public static IReadOnlyList<FeatureDetail> Decode(ReadOnlySpan<byte> encoded) =>
        JsonSerializer.Deserialize(encoded, StorageJson.Default.IReadOnlyListFeatureDetail) ?? [];
}
