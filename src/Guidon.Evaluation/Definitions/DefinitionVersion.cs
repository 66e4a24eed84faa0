using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Guidon.Evaluation.Definitions;

/// <summary>Names a definition by its content. Every field is hashed with its length before it, so that no two contents look alike.</summary>
internal sealed class DefinitionVersion : IDisposable
{
    private const int VersionBytes = 8;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _used;

    public static string Of(EnvironmentDefinition definition)
    {
        using var version = new DefinitionVersion();
        version.Add(definition);
        version.Flush();
        return Convert.ToHexStringLower(version._hash.GetHashAndReset().AsSpan(0, VersionBytes));
    }

    public void Dispose() => _hash.Dispose();

    private void Add(EnvironmentDefinition definition)
    {
        Add(definition.Key);
        Add(definition.Name);
        AddAll(definition.Features, feature =>
        {
            Add(feature.Name);
            Add(feature.FeatureId);
            Add(feature.Type);
            Add(feature.State);
        });
        AddAll(definition.Segments, segment =>
        {
            Add(segment.Key);
            Add(segment.Name);
            Add(segment.MetadataJson);
            AddAll(segment.Rules, Add);
            AddAll(segment.Overrides, Add);
        });
        AddAll(definition.Identities, identity =>
        {
            Add(identity.Identifier);
            AddAll(identity.Overrides, Add);
        });
    }

    private void Add(StateDefinition state)
    {
        Add(state.Key);
        Add(state.StateId);
        Add(state.Enabled ? 1 : 0);
        Add(state.ValueJson);
        Add(state.MetadataJson);
        AddAll(state.Variants, variant =>
        {
            Add(variant.Key);
            Add(variant.ValueJson);
            Add(BitConverter.DoubleToInt64Bits(variant.Weight));
            Add(variant.Priority.ToString());
        });
    }

    private void Add(OverrideDefinition change)
    {
        Add(change.FeatureName);
        Add(change.Priority.ToString());
        Add(change.State);
    }

    private void Add(RuleDefinition rule)
    {
        Add(rule.Type);
        AddAll(rule.Conditions, condition =>
        {
            Add(condition.Property);
            Add(condition.Operator);
            Add(condition.Value);
        });
        AddAll(rule.Rules, Add);
    }

    private void AddAll<T>(ImmutableArray<T> items, Action<T> add)
    {
        Add(items.Length);
        foreach (var item in items) add(item);
    }

    private void Add(long number)
    {
        if (_used + sizeof(long) > _buffer.Length) Flush();
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(_used), number);
        _used += sizeof(long);
    }

    private void Add(string? text)
    {
        if (text is null)
        {
            Add(-1);
            return;
        }

        Add(text.Length);
        var bytesMax = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_used + bytesMax > _buffer.Length) Flush();
        if (bytesMax > _buffer.Length) _hash.AppendData(Encoding.UTF8.GetBytes(text));
        else _used += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_used));
    }

    private void Flush()
    {
        _hash.AppendData(_buffer.AsSpan(0, _used));
        _used = 0;
    }
}
