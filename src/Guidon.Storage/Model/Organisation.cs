namespace Guidon.Storage.Model;

/// <summary>The tenant: owns projects, members and master keys.</summary>
public sealed class Organisation
{
    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>Stable across exports.</summary>
    public required Guid Uuid { get; set; }

    /// <summary>1–2,000 characters.</summary>
    public required string Name { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>False when traits are used for one evaluation and never stored.</summary>
    public bool PersistTraitData { get; set; } = true;

    /// <summary>True when every SDK endpoint answers 403 for all environments.</summary>
    public bool StopServingFlags { get; set; }

    /// <summary>Informational; part of the environment document.</summary>
    public bool FeatureAnalytics { get; set; }

    /// <summary>Who is told when a webhook fails; kept for clients.</summary>
    public string? WebhookNotificationEmail { get; set; }

    /// <summary>Kept for clients.</summary>
    public bool Force2fa { get; set; }

    /// <summary>True when only administrators create projects, whatever else was granted.</summary>
    public bool RestrictProjectCreateToAdmin { get; set; }

    /// <summary>UTC, when it was deleted: ledgers and audit records still refer to the row. Filtered from all queries.</summary>
    public DateTimeOffset? DeletedAt { get; set; }
}
