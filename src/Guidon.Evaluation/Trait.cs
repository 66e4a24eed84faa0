using System.Diagnostics.CodeAnalysis;
using Guidon.Evaluation.Values;

namespace Guidon.Evaluation;

/// <summary>One trait of an identity, as conditions see it.</summary>
/// <param name="Key">Case-sensitive, 1–200 characters.</param>
/// <param name="Value">The value with the type that it arrived with.</param>
/// <param name="Transient">True when the value was sent for this evaluation only and must never reach the disk.</param>
public readonly record struct Trait(string Key, TraitValue Value, bool Transient)
{
    private readonly TraitValue _value = Value;

    /// <summary>The value with the type that it arrived with.</summary>
    public TraitValue Value
    {
        get => _value;
        init => _value = value;
    }

    /// <inheritdoc cref="TraitValue.Coerced"/>
    [UnscopedRef]
    internal ref readonly Scalar Coerced => ref _value.Coerced;
}
