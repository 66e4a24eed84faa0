namespace Guidon.Events;

/// <summary>What <see cref="EvaluatedEventEncoding"/> needs of one evaluation. Lives on the stack; copies nothing.</summary>
public readonly ref struct EvaluatedEventDraft
{
    /// <summary>In <see cref="Outcomes"/>: the caller was not shown this flag.</summary>
    public const int NotShown = -1;

    /// <summary>In <see cref="Outcomes"/>: the next one of <see cref="Overrides"/> was shown.</summary>
    public const int Override = -2;

    /// <summary>The identity's identifier as the caller was told it.</summary>
    public required ReadOnlySpan<char> Identifier { get; init; }

    /// <summary>The caller asked for nothing to be stored.</summary>
    public bool Transient { get; init; }

    /// <summary>The caller gave no identifier.</summary>
    public bool Anonymous { get; init; }

    /// <summary>The caller used a server-side key.</summary>
    public bool ServerSide { get; init; }

    /// <summary>
    /// For each flag of the table, in its order: the position in <see cref="FlagRow.Outcomes"/>, <see cref="NotShown"/> or
    /// <see cref="Override"/>. Exactly what the caller was shown, after all filters.
    /// </summary>
    public required ReadOnlySpan<int> Outcomes { get; init; }

    /// <summary>The identity overrides among the outcomes, in the same order; the event carries them whole.</summary>
    public ReadOnlySpan<FlagOutcomeRow> Overrides { get; init; }

    /// <summary>The traits that took part; empty unless a destination wants them. Values of transient ones are left out.</summary>
    public ReadOnlySpan<EventTrait> Traits { get; init; }

    /// <summary>For each segment of the table: whether the identity is in it. Empty when no destination wants it.</summary>
    public ReadOnlySpan<bool> Segments { get; init; }
}
