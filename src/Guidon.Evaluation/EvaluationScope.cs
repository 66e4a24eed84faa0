using System.Buffers;
using System.Text;
using Guidon.Evaluation.Hashing;
using Guidon.Evaluation.Paths;
using Guidon.Evaluation.Rules;
using Guidon.Evaluation.Values;

namespace Guidon.Evaluation;

// Hot path: must not allocate (guarded by AllocationTests). Lives on the stack for one evaluation.

/// <summary>One subject against one plan: what has been looked up and hashed so far, so that nothing is worked out twice.</summary>
internal ref struct EvaluationScope
{
    private const byte Outside = 1;
    private const byte Inside = 2;

    private readonly EvaluationPlan _plan;
    private readonly string? _identifier;
    private readonly ReadOnlySpan<Trait> _traits;
    private readonly ReadOnlySpan<char> _key;
    private readonly ReadOnlySpan<byte> _keyUtf8;

    // Position of the trait in its slot plus 1, place of the hash plus 1, membership of the segment: 0 is "not known yet" for all.
    private readonly Span<int> _traitOfSlot;
    private readonly Span<int> _placeOfHash;
    private readonly Span<int> _segments;

    // Set once a pattern was cut off; Pattern says what follows.
    private bool _patternTimedOut;

    /// <param name="plan">What is evaluated.</param>
    /// <param name="subject">Who asks.</param>
    /// <param name="memory">Zeroes, <see cref="EvaluationPlan.MemoryInts"/> long.</param>
    /// <param name="key">Room for the derived key.</param>
    /// <param name="keyUtf8">Room for the key in UTF-8.</param>
    public EvaluationScope(EvaluationPlan plan, Subject subject, Span<int> memory, Span<char> key, Span<byte> keyUtf8)
    {
        _plan = plan;
        _identifier = subject.Identifier;
        _traits = subject.Traits;
        _traitOfSlot = memory[..plan.TraitSlots.Count];
        _placeOfHash = memory.Slice(plan.TraitSlots.Count, plan.Salts.Length);
        _segments = memory.Slice(plan.TraitSlots.Count + plan.Salts.Length, plan.SegmentRules.Length);
        if (_identifier is not null)
        {
            _key = string.IsNullOrEmpty(subject.Key) ? DeriveKey(plan.KeyPrefix, _identifier, key) : subject.Key;
            _keyUtf8 = keyUtf8[..Encoding.UTF8.GetBytes(_key, keyUtf8)];
        }

        FillSlots();
    }

    public readonly bool HasIdentity => _identifier is not null;

    public readonly ReadOnlySpan<char> Key => _key;

    /// <summary>UTF-8 of a hash slot's salt, with a comma behind it.</summary>
    public readonly ReadOnlySpan<byte> Salt(int hash) => _plan.Salts[hash];

    /// <summary>The value behind a property; of kind null when it is not set.</summary>
    // Paths apart: their temporaries would be zeroed for every plain trait, which is nearly every property.
    public readonly Operand Resolve(CompiledProperty property) =>
        property.ShadowSlot == CompiledProperty.NoSlot ? InSlot(property.Slot) : ResolvePath(property);

    private readonly Operand ResolvePath(CompiledProperty property)
    {
        var shadow = InSlot(property.ShadowSlot);
        if (shadow.Kind != TraitKind.Null) return shadow;
        return property.Kind switch
        {
            PropertyKind.Trait => InSlot(property.Slot),
            PropertyKind.Constant => Operand.Of(property.Constant),
            PropertyKind.Identifier => _identifier is null ? default : Operand.OfText(_identifier),
            PropertyKind.IdentityKey => _identifier is null ? default : Operand.OfText(_key),
            PropertyKind.FirstTrait => FirstTrait(),
            _ => default,
        };
    }

    /// <summary>Whether the pattern matches, within the one cut-off that an evaluation has.</summary>
    public bool IsMatch(Pattern pattern, scoped ReadOnlySpan<char> text) => pattern.IsMatch(text, ref _patternTimedOut);

    /// <summary>Whether the subject is in the segment.</summary>
    public bool IsIn(int segment)
    {
        ref var known = ref _segments[segment];
        if (known == 0) known = Matches(_plan.SegmentRules[segment]) ? Inside : Outside;
        return known == Inside;
    }

    /// <summary>The identity's place on a scale. Only for a subject that has an identity.</summary>
    public readonly int IdentityPlace(int hash)
    {
        ref var known = ref _placeOfHash[hash];
        if (known == 0) known = Percentage.Place(_plan.Salts[hash], _keyUtf8) + 1;
        return known - 1;
    }

    /// <summary>A value's place on a scale.</summary>
    public readonly int Place(int hash, scoped in Operand operand)
    {
        ref var known = ref _placeOfHash[hash];
        if (known == 0) known = HashText(_plan.Salts[hash], PythonText.Of(operand, stackalloc char[PythonText.ScalarCharsMax])) + 1;
        return known - 1;
    }

    private static int HashText(ReadOnlySpan<byte> salt, ReadOnlySpan<char> text)
    {
        const int StackBytes = 256;
        var bytesMax = Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = bytesMax > StackBytes ? ArrayPool<byte>.Shared.Rent(bytesMax) : null;
        var utf8 = rented is null ? stackalloc byte[StackBytes] : rented;
        var place = Percentage.Place(salt, utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return place;
    }

    private static ReadOnlySpan<char> DeriveKey(string prefix, string identifier, Span<char> key)
    {
        prefix.CopyTo(key);
        identifier.CopyTo(key[prefix.Length..]);
        return key[..(prefix.Length + identifier.Length)];
    }

    private bool Matches(CompiledRule[] rules)
    {
        // Without a rule nobody is in the segment; the list of top-level rules is not "empty is true" as lists inside rules are.
        if (rules.Length == 0) return false;
        foreach (var rule in rules)
            if (!rule.Matches(ref this)) return false;
        return true;
    }

    private readonly void FillSlots()
    {
        if (_traitOfSlot.IsEmpty) return;
        // In order, so that of equal keys the last one stays.
        for (var i = 0; i < _traits.Length; i++)
            if (_plan.TraitSlots.TryGetValue(_traits[i].Key, out var slot)) _traitOfSlot[slot] = i + 1;
    }

    private readonly Operand InSlot(int slot)
    {
        var at = _traitOfSlot[slot];
        return at == 0 ? default : Operand.Of(_traits[at - 1].Coerced);
    }

    private readonly Operand FirstTrait()
    {
        if (_traits.IsEmpty) return default;
        var at = _traits.Length - 1;
        while (!string.Equals(_traits[at].Key, _traits[0].Key, StringComparison.Ordinal)) at--;
        return Operand.Of(_traits[at].Coerced);
    }
}
