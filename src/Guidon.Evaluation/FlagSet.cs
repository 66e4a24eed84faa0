using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Guidon.Evaluation;

/// <summary>The compiled, immutable form of one environment document or evaluation context, from which requests are served.</summary>
public sealed class FlagSet
{
    /// <summary>
    /// Names this content; equal content has an equal version. Sixteen lower-case hexadecimal digits of a hash over everything that an
    /// evaluation can see; the document's time stamp, project and switches are not part of it.
    /// </summary>
    public required string Version { get; init; }

    /// <summary>The environment's client-side key; prefix of every identity key.</summary>
    public required string EnvironmentKey { get; init; }

    /// <summary>The environment's name.</summary>
    public required string EnvironmentName { get; init; }

    /// <summary>All flags in document order.</summary>
    public required ImmutableArray<CompiledFlag> Flags { get; init; }

    /// <summary>All segments in document order.</summary>
    public required ImmutableArray<CompiledSegment> Segments { get; init; }

    /// <summary>All answers of all flags; evaluations write positions in this list.</summary>
    public required ImmutableArray<FlagOutcome> Outcomes { get; init; }

    /// <summary>What the evaluator walks through.</summary>
    internal EvaluationPlan Plan { get; init; } = EvaluationPlan.Empty;

    /// <summary>Flag positions by exact name.</summary>
    internal FrozenDictionary<string, int> Names { get; init; } = FrozenDictionary<string, int>.Empty;

    /// <summary>Flag positions by name without case; of names that differ in case only, the first.</summary>
    internal FrozenDictionary<string, int> NamesIgnoringCase { get; init; } = FrozenDictionary<string, int>.Empty;

    /// <summary>Finds a flag by its exact name.</summary>
    /// <returns>Its position in <see cref="Flags"/>; −1 when there is none.</returns>
    public int FindFlag(string name) => Names.TryGetValue(name, out var index) ? index : -1;

    /// <summary>Finds a flag by its name, ordinally but without case, as the flags endpoint and the analytics of browsers name it.</summary>
    /// <returns>Its position in <see cref="Flags"/>; −1 when there is none. Of names that differ in case only, the first.</returns>
    public int FindFlagIgnoringCase(string name) => NamesIgnoringCase.TryGetValue(name, out var index) ? index : -1;
}
