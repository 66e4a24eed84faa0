namespace Guidon.Contracts;

/// <summary>What an organisation may use: everything. Clients want numbers for seats and calls, so these are large.</summary>
public sealed record SubscriptionAnswer
{
    /// <summary>Large.</summary>
    public int MaxSeats { get; init; } = 1_000_000;

    /// <summary>Large.</summary>
    public int MaxApiCalls { get; init; } = 2_000_000_000;

    /// <summary>Null: no limit.</summary>
    public int? MaxProjects { get; init; }

    /// <summary>Null: nobody pays.</summary>
    public string? PaymentSource { get; init; }

    /// <summary>Null: nobody pays.</summary>
    public string? ChargebeeEmail { get; init; }

    /// <summary>Null: no limit.</summary>
    public int? FeatureHistoryVisibilityDays { get; init; }

    /// <summary>Null: no limit.</summary>
    public int? AuditLogVisibilityDays { get; init; }
}
