namespace Guidon.Evaluation;

/// <summary>Who flags are evaluated for.</summary>
/// <param name="identifier">Opaque text; <see langword="null"/> when there is no identity.</param>
/// <param name="traits">All traits that take part; of equal keys the last one wins.</param>
/// <param name="key">The hash key; <see langword="null"/> or empty derives it as environment key, underscore, identifier.</param>
public readonly ref struct Subject(string? identifier, ReadOnlySpan<Trait> traits, string? key = null)
{
    /// <summary>Opaque text; <see langword="null"/> when there is no identity.</summary>
    public string? Identifier { get; } = identifier;

    /// <summary>All traits that take part.</summary>
    public ReadOnlySpan<Trait> Traits { get; } = traits;

    /// <summary>The hash key; <see langword="null"/> or empty when it is derived.</summary>
    public string? Key { get; } = key;
}
