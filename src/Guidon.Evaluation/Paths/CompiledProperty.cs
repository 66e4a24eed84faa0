using Guidon.Evaluation.Values;

namespace Guidon.Evaluation.Paths;

/// <summary>A property, resolved as far as it can be without a subject. One instance per distinct text of a flag set.</summary>
internal sealed class CompiledProperty
{
    public const int NoSlot = -1;

    /// <summary>As written.</summary>
    public required string Text { get; init; }

    /// <summary>Where the value comes from.</summary>
    public required PropertyKind Kind { get; init; }

    /// <summary>The trait's slot, when <see cref="Kind"/> is <see cref="PropertyKind.Trait"/>.</summary>
    public int Slot { get; init; } = NoSlot;

    /// <summary>Slot of a trait whose key is the whole path: it beats the path.</summary>
    public int ShadowSlot { get; init; } = NoSlot;

    /// <summary>The value, when <see cref="Kind"/> is <see cref="PropertyKind.Constant"/>.</summary>
    public Scalar Constant { get; init; }
}
