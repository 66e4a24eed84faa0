namespace Guidon.Delivery;

/// <summary>How one destination is doing.</summary>
public sealed record DestinationStatus
{
    /// <summary>The destination with its state and, when held, the reason.</summary>
    public required Destination Destination { get; init; }

    /// <summary>The balance, read in one transaction.</summary>
    public required LedgerEntry Ledger { get; init; }

    /// <summary>Requests since this process started to pump it.</summary>
    public required long Attempts { get; init; }

    /// <summary>Requests in flight now.</summary>
    public required int InFlight { get; init; }

    /// <summary>What the last attempt failed with, for example <c>http_503</c>; <see langword="null"/> when it delivered.</summary>
    public string? LastProblem { get; init; }

    /// <summary>Until when the client certificate is good, UTC; <see langword="null"/> when there is none.</summary>
    public DateTimeOffset? CertificateEndsAt { get; init; }

    /// <summary>Age of the oldest pending event; <see langword="null"/> when nothing is pending.</summary>
    public double? OldestPendingSeconds(DateTimeOffset now) =>
        Ledger.OldestPendingAt is { } at ? Math.Max(0, (now - at).TotalSeconds) : null;

    /// <summary>With what its pump counts; without a pump, as on a node that does not have its lease, nothing was sent.</summary>
    internal static DestinationStatus Of(Destination destination, LedgerEntry ledger, DeliveryPump? pump) => new()
    {
        Destination = destination,
        Ledger = ledger,
        Attempts = pump?.Attempts ?? 0,
        InFlight = pump?.InFlight ?? 0,
        LastProblem = pump?.LastProblem,
        CertificateEndsAt = pump?.CertificateEndsAt,
    };
}
