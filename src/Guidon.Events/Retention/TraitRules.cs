using System.Collections.Immutable;

namespace Guidon.Events.Retention;

/// <summary>Which traits an environment's events may hold. Applied before an event is durable, so what is withheld never reaches the log.</summary>
public sealed record TraitRules
{
    /// <summary>Keys of one list at most.</summary>
    public const int KeysMax = 200;

    /// <summary>Everything is kept as it is.</summary>
    public static TraitRules None { get; } = new();

    /// <summary>When set, only these keys are kept; <see langword="null"/> keeps all.</summary>
    public ImmutableArray<string>? Allow { get; init; }

    /// <summary>Keys that are left out, whatever <see cref="Allow"/> says.</summary>
    public ImmutableArray<string> Drop { get; init; } = [];

    /// <summary>Keys whose values are replaced by a keyed hash: equal values stay equal, and nobody can read them back.</summary>
    public ImmutableArray<string> Hash { get; init; } = [];
}
