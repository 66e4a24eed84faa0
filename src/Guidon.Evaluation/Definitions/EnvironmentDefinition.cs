using System.Collections.Immutable;

namespace Guidon.Evaluation.Definitions;

/// <summary>
/// What is to be compiled, whatever it was written as: an environment document and an evaluation context are both brought to this
/// form, so that one compiler and one evaluator serve both.
/// </summary>
public sealed record EnvironmentDefinition
{
    /// <summary>The environment's client-side key; <c>$.environment.key</c> and prefix of derived identity keys.</summary>
    public required string Key { get; init; }

    /// <summary><c>$.environment.name</c>.</summary>
    public required string Name { get; init; }

    /// <summary>In document order. Of equal names the last one counts and takes the place of the first.</summary>
    public ImmutableArray<FeatureDefinition> Features { get; init; } = [];

    /// <summary>In document order, which breaks ties between equal priorities.</summary>
    public ImmutableArray<SegmentDefinition> Segments { get; init; } = [];

    /// <summary>Overrides for single identities. Of equal identifiers the last one counts for each feature.</summary>
    public ImmutableArray<IdentityDefinition> Identities { get; init; } = [];
}
