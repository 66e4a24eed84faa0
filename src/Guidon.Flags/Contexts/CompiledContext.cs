using System.Collections.Immutable;
using Guidon.Evaluation;

namespace Guidon.Flags.Contexts;

/// <summary>An evaluation context in two parts: what holds for everyone, and who asks.</summary>
public sealed class CompiledContext
{
    /// <summary>Everything but the identity.</summary>
    public required FlagSet FlagSet { get; init; }

    /// <summary><see langword="null"/> when the context has no identity.</summary>
    public string? Identifier { get; init; }

    /// <summary>The hash key, if the context names one.</summary>
    public string? Key { get; init; }

    /// <summary>In the order of the context.</summary>
    public ImmutableArray<Trait> Traits { get; init; } = [];

    /// <summary>Who asks, as the evaluator takes it.</summary>
    public Subject Subject => new(Identifier, Traits.AsSpan(), Key);
}
