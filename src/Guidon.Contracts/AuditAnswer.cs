using System.Text.Json.Serialization;

namespace Guidon.Contracts;

/// <summary>An audit record.</summary>
public sealed record AuditAnswer
{
    /// <summary>From 1, without gaps over all organisations.</summary>
    public required long Id { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedDate { get; init; }

    /// <summary>What was done, in words.</summary>
    public required string Log { get; init; }

    /// <summary>Who; null for a master API key and for the server itself.</summary>
    public AuditAuthor? Author { get; init; }

    /// <summary>The name of the master API key; null for a person.</summary>
    public string? KeyName { get; init; }

    /// <summary>Where; null when no single environment is meant.</summary>
    public PlaceSummary? Environment { get; init; }

    /// <summary>Where; null when no single project is meant.</summary>
    public PlaceSummary? Project { get; init; }

    /// <summary>What was changed.</summary>
    public int? RelatedObjectId { get; init; }

    /// <summary>What was changed.</summary>
    public Guid? RelatedObjectUuid { get; init; }

    /// <summary><c>FEATURE</c>, <c>FEATURE_STATE</c>, <c>SEGMENT</c>, <c>ENVIRONMENT</c> and more.</summary>
    public required string RelatedObjectType { get; init; }

    /// <summary><c>import</c> for what a file brought along; absent for what was made by hand.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Source { get; init; }

    /// <summary>True when neither a person nor a key asked for it.</summary>
    public required bool IsSystemEvent { get; init; }

    /// <summary><c>CREATE</c>, <c>UPDATE</c> or <c>DELETE</c>; in a detail only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ChangeType { get; init; }

    /// <summary>Old and new by field; in a detail only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AuditDetail>? ChangeDetails { get; init; }
}
