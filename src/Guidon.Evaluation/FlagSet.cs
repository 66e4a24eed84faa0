using System.Collections.Immutable;

namespace Guidon.Evaluation;

/// <summary>The compiled, immutable form of one environment document or evaluation context, from which requests are served.</summary>
public sealed class FlagSet
{
    /// <summary>Names this content; equal content has an equal version.</summary>
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
}
