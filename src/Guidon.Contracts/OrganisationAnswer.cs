using System.Text.Json.Serialization;

namespace Guidon.Contracts;

/// <summary>An organisation.</summary>
public sealed record OrganisationAnswer
{
    /// <summary>Its id.</summary>
    public required int Id { get; init; }

    /// <summary>Stable across exports.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>1–2,000 characters.</summary>
    public required string Name { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedDate { get; init; }

    /// <summary>Kept for clients.</summary>
    public string? WebhookNotificationEmail { get; init; }

    /// <summary>How many members it has.</summary>
    public required int NumSeats { get; init; }

    /// <summary>Of the original; always null: nothing is limited here.</summary>
    public string? Subscription { get; init; }

    /// <summary>The caller's role.</summary>
    public required string Role { get; init; }

    /// <summary>False when traits are never stored.</summary>
    public required bool PersistTraitData { get; init; }

    /// <summary>Of the original; always false.</summary>
    public bool BlockAccessToAdmin { get; init; }

    /// <summary>True when only administrators create projects.</summary>
    public required bool RestrictProjectCreateToAdmin { get; init; }

    /// <summary>Kept for clients.</summary>
    [JsonPropertyName("force_2fa")]   // the naming policy knows no digits
    public required bool Force2fa { get; init; }
}
