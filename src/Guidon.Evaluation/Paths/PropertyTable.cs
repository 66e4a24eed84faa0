using System.Collections.Frozen;
using Guidon.Evaluation.Values;

namespace Guidon.Evaluation.Paths;

/// <summary>Gathers the properties that a flag set's conditions name and gives each trait key a slot.</summary>
/// <param name="context">What paths beside the identity lead into.</param>
internal sealed class PropertyTable(StaticContext context)
{
    private readonly Dictionary<string, CompiledProperty> _properties = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);

    /// <summary>Trait key to slot, for the evaluation.</summary>
    public FrozenDictionary<string, int> Slots() => _slots.ToFrozenDictionary(StringComparer.Ordinal);

    public CompiledProperty Add(string text)
    {
        if (_properties.TryGetValue(text, out var known)) return known;
        var property = text.StartsWith("$.", StringComparison.Ordinal)
            ? OfPath(text)
            : new() { Text = text, Kind = PropertyKind.Trait, Slot = Slot(text) };
        _properties.Add(text, property);
        return property;
    }

    private int Slot(string key)
    {
        if (!_slots.TryGetValue(key, out var slot)) _slots.Add(key, slot = _slots.Count);
        return slot;
    }

    private CompiledProperty OfPath(string text)
    {
        var shadow = Slot(text);
        var steps = JsonPath.TryParse(text) is { } path ? path.Steps.AsSpan() : default;
        if (!steps.IsEmpty && context.Find(steps) is { } constant)
            return new() { Text = text, Kind = PropertyKind.Constant, ShadowSlot = shadow, Constant = constant };
        if (steps.IsEmpty || !steps[0].Takes("identity")) return new() { Text = text, Kind = PropertyKind.Nothing, ShadowSlot = shadow };
        var (kind, key) = OfIdentity(steps[1..]);
        return new() { Text = text, Kind = kind, Slot = key is null ? CompiledProperty.NoSlot : Slot(key), ShadowSlot = shadow };
    }

    /// <summary>The identity as a path sees it: <c>identifier</c>, <c>key</c>, then <c>traits</c>.</summary>
    private static (PropertyKind Kind, string? TraitKey) OfIdentity(ReadOnlySpan<JsonPathStep> steps)
    {
        if (steps.Length == 1 && steps[0].Takes("identifier")) return (PropertyKind.Identifier, null);
        if (steps.Length == 1 && steps[0].Takes("key")) return (PropertyKind.IdentityKey, null);
        if (steps.Length != 2 || !steps[0].Takes("traits")) return (PropertyKind.Nothing, null);
        if (steps[1].IsEveryChild) return (PropertyKind.FirstTrait, null);
        return steps[1].Name is { } key ? (PropertyKind.Trait, key) : (PropertyKind.Nothing, null);
    }
}
