using System.Collections.Immutable;

namespace Guidon.Evaluation.Definitions;

/// <summary>One identity's own overrides; they beat every segment.</summary>
public sealed record IdentityDefinition
{
    /// <summary>Opaque, compared ordinally.</summary>
    public required string Identifier { get; init; }

    /// <summary>One per feature.</summary>
    public required ImmutableArray<OverrideDefinition> Overrides { get; init; }
}
