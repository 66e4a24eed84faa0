using System.Collections.Immutable;
using Guidon.Evaluation.Definitions;
using Guidon.Evaluation.Hashing;
using Guidon.Evaluation.Values;

namespace Guidon.Evaluation;

/// <summary>Lays out the answers of each state, one behind the other.</summary>
internal sealed class OutcomeTable(HashTable hashes)
{
    private readonly ImmutableArray<FlagOutcome>.Builder _outcomes = ImmutableArray.CreateBuilder<FlagOutcome>();
    private readonly Dictionary<int, int> _ordinals = [];

    public ImmutableArray<FlagOutcome> All() => _outcomes.DrainToImmutable();

    public CompiledState Add(int flag, StateDefinition state, OutcomeOrigin origin)
    {
        var control = _outcomes.Count;
        if (state.Variants.IsEmpty)
        {
            Add(flag, state, origin, state.ValueJson, null, null);
            return new() { Control = control };
        }

        Add(flag, state, origin, state.ValueJson, "control", null);
        var ends = new List<double>(state.Variants.Length);
        foreach (var variant in state.Variants.OrderBy(variant => variant.Priority, Priority.StrongestFirst))
        {
            ends.Add((ends.Count == 0 ? 0 : ends[^1]) + variant.Weight);
            Add(flag, state, origin, variant.ValueJson, variant.Key, variant.Weight);
        }

        Add(flag, state, origin, state.ValueJson, null, null);
        return new() { Control = control, Ends = [.. ends], HashSlot = hashes.SlotForIdentity(state.Key) };
    }

    private void Add(int flag, StateDefinition state, OutcomeOrigin origin, string valueJson, string? variant, double? weight) =>
        _outcomes.Add(new()
        {
            Index = _outcomes.Count,
            FlagIndex = flag,
            Ordinal = origin.IdentityOverride ? -1 : NextOrdinal(flag),
            StateId = state.StateId,
            Enabled = state.Enabled,
            ValueJson = valueJson,
            MetadataJson = state.MetadataJson,
            Variant = variant,
            Weight = weight,
            Reason = weight is { } share ? $"SPLIT; weight={WeightText(share)}" : origin.Reason,
            SegmentId = origin.SegmentId,
            IdentityOverride = origin.IdentityOverride,
        });

    private int NextOrdinal(int flag)
    {
        var ordinal = _ordinals.GetValueOrDefault(flag);
        _ordinals[flag] = ordinal + 1;
        return ordinal;
    }

    /// <summary>The shortest text: 30 and not 30.0, since documents carry floats and contexts integers for the same weight.</summary>
    private static string WeightText(double weight)
    {
        var text = PythonText.OfFloat(weight);
        return text.EndsWith(".0", StringComparison.Ordinal) ? text[..^2] : text;
    }
}
