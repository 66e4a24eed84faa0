using System.Text.Json;

namespace Guidon.Contracts;

/// <summary>A segment with its rules.</summary>
public sealed record SegmentAnswer
{
    /// <summary>Above 0.</summary>
    public required int Id { get; init; }

    /// <summary>Stable across exports.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>For people.</summary>
    public required string? Description { get; init; }

    /// <summary>Id of the project.</summary>
    public required int Project { get; init; }

    /// <summary>The one feature that may use it.</summary>
    public required int? Feature { get; init; }

    /// <summary>Its own id: there is one version of each.</summary>
    public required int VersionOf { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime UpdatedAt { get; init; }

    /// <summary>All of them must be true.</summary>
    public required IReadOnlyList<RuleAnswer> Rules { get; init; }

    /// <summary>No fields of one's own yet; clients expect the list.</summary>
    public IReadOnlyList<JsonElement> Metadata { get; init; } = [];

    /// <summary>Members are not counted; clients expect the list.</summary>
    public IReadOnlyList<JsonElement> MembershipCounts { get; init; } = [];

    /// <summary>Always empty: people look after it.</summary>
    public string ManagedBy { get; init; } = "";
}
