using System.Collections.Immutable;
using Guidon.Flags.Documents;

namespace Guidon.Storage.Model;

/// <summary>An audience of a project: who the rules are true for.</summary>
public sealed class Segment
{
    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>
    /// What documents call its id, the seed of percentage splits: survives a move to another server, so that nobody changes sides.
    /// <see langword="null"/> means the row's own id. Unique inside the project together with the ids of those that have none.
    /// </summary>
    public int? HashSeed { get; set; }

    /// <summary>Stable across exports.</summary>
    public required Guid Uuid { get; set; }

    /// <summary>Whose it is.</summary>
    public required int ProjectId { get; set; }

    /// <summary>The one feature that may use it; <see langword="null"/> when all may.</summary>
    public int? FeatureId { get; set; }

    /// <summary>1–2,000 characters.</summary>
    public required string Name { get; set; }

    /// <summary>For people.</summary>
    public string? Description { get; set; }

    /// <summary>All of them must be true. Stored as JSON.</summary>
    public required ImmutableArray<RuleDocument> Rules { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }
}
