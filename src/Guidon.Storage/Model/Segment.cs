using System.Collections.Immutable;
using Guidon.Flags.Documents;

namespace Guidon.Storage.Model;

/// <summary>An audience of a project: who the rules are true for.</summary>
public sealed class Segment
{
    /// <summary>Given by the database; seeds percentage splits.</summary>
    public int Id { get; set; }

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
