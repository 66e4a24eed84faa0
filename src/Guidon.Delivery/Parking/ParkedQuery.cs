namespace Guidon.Delivery.Parking;

/// <summary>Which parked events. What is left out does not narrow.</summary>
public sealed record ParkedQuery
{
    /// <summary>Only of this organisation's destinations.</summary>
    public int? OrganisationId { get; init; }

    /// <summary>Only of this destination.</summary>
    public int? DestinationId { get; init; }

    /// <summary>Only with this reason, for example <c>refused</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>Parked at or after, UTC.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Parked before, UTC.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only of this identity.</summary>
    public string? Identity { get; init; }
}
