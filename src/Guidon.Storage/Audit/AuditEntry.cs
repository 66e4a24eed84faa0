using System.Collections.Immutable;
using Guidon.Storage.Model;

namespace Guidon.Storage.Audit;

/// <summary>What was done to one thing, before it becomes a record.</summary>
public sealed record AuditEntry
{
    /// <summary>As <see cref="AuditRecord.RelatedType"/>.</summary>
    public required string RelatedType { get; init; }

    /// <summary><see cref="AuditRecord.Create"/>, <see cref="AuditRecord.Update"/> or <see cref="AuditRecord.Delete"/>.</summary>
    public required string Action { get; init; }

    /// <summary>What was done, in words.</summary>
    public required string Summary { get; init; }

    /// <summary>Whose it is; <see langword="null"/> when it concerns a person alone.</summary>
    public int? OrganisationId { get; init; }

    /// <summary>The project, when it concerns one.</summary>
    public int? ProjectId { get; init; }

    /// <summary>The environment, when it concerns one.</summary>
    public int? EnvironmentId { get; init; }

    /// <summary>The feature, when it concerns one.</summary>
    public int? FeatureId { get; init; }

    /// <summary>The thing's id.</summary>
    public int? RelatedId { get; init; }

    /// <summary>The thing's uuid.</summary>
    public Guid? RelatedUuid { get; init; }

    /// <summary>What became different.</summary>
    public ImmutableArray<AuditField> Fields { get; init; } = [];
}
