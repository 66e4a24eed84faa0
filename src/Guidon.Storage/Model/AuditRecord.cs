namespace Guidon.Storage.Model;

/// <summary>One change of anything, kept for good. Written by <see cref="Audit.AuditTrail"/> alone.</summary>
public sealed class AuditRecord
{
    /// <summary>The action of something new.</summary>
    public const string Create = "CREATE";

    /// <summary>The action of something different.</summary>
    public const string Update = "UPDATE";

    /// <summary>The action of something gone.</summary>
    public const string Delete = "DELETE";

    /// <summary>The source of what a file brought along.</summary>
    public const string Import = "import";

    /// <summary>From 1, without gaps.</summary>
    public long Id { get; set; }

    /// <summary>UTC, microseconds.</summary>
    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>Whose it is; <see langword="null"/> when it concerns a person alone.</summary>
    public int? OrganisationId { get; set; }

    /// <summary>The project, when it concerns one.</summary>
    public int? ProjectId { get; set; }

    /// <summary>The environment, when it concerns one.</summary>
    public int? EnvironmentId { get; set; }

    /// <summary>The feature, when it concerns one, by whatever part of it. An index: no part of the hash.</summary>
    public int? FeatureId { get; set; }

    /// <summary>The person; <see langword="null"/> for a master API key and for the server itself.</summary>
    public int? AuthorId { get; set; }

    /// <summary>An e-mail address or the name of a master API key; empty for the server itself.</summary>
    public required string Author { get; set; }

    /// <summary>What kind of thing was changed: <c>FEATURE</c>, <c>FEATURE_STATE</c>, <c>SEGMENT</c>, <c>ENVIRONMENT</c>, and more of our own.</summary>
    public required string RelatedType { get; set; }

    /// <summary>Its id; <see langword="null"/> when it has none.</summary>
    public int? RelatedId { get; set; }

    /// <summary>Its uuid; <see langword="null"/> when it has none.</summary>
    public Guid? RelatedUuid { get; set; }

    /// <summary><see cref="Create"/>, <see cref="Update"/> or <see cref="Delete"/>.</summary>
    public required string Action { get; set; }

    /// <summary>What was done, in words.</summary>
    public required string Summary { get; set; }

    /// <summary>JSON: <c>[{"field", "old", "new"}, …]</c>. Secrets are named and not shown.</summary>
    public required string Fields { get; set; }

    /// <summary>Where the change came from when nobody made it by hand, as <see cref="Import"/>; empty otherwise.</summary>
    public string Source { get; set; } = "";

    /// <summary>True when no person and no key asked for it.</summary>
    public bool IsSystemEvent { get; set; }

    /// <summary>Keyed hash over this record and the hash of the one before.</summary>
    public string Hash { get; set; } = "";
}
