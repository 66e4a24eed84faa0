using Guidon.Monitoring.Series;

namespace Guidon.Monitoring.Rules;

/// <summary>One configured destination at one moment.</summary>
public sealed record DestinationReading
{
    /// <summary>So many canaries lost in a row are an alert.</summary>
    public const int CanaryMissesMax = 3;

    /// <summary>Above 0.</summary>
    public required int Id { get; init; }

    /// <summary>The integration's name.</summary>
    public required string Integration { get; init; }

    /// <summary>Which mapper is at work; 0 when this build does not know the integration.</summary>
    public required int MapperVersion { get; init; }

    /// <summary>What happened to it.</summary>
    public required DestinationSeries Series { get; init; }

    /// <summary>When it was first seen by this process, UTC; what began a moment ago cannot be missing yet.</summary>
    public required DateTimeOffset SeenSince { get; init; }

    /// <summary>
    /// Whether this process read its ledger, and its canary, where one is sent, has had its say. Until then that nothing is seen does not say that all
    /// is well again.
    /// </summary>
    public bool IsKnown { get; init; } = true;

    /// <summary>Whether a person stopped it: then nothing is attempted, and that is as it should be.</summary>
    public bool IsStoppedByHand { get; init; }

    /// <summary>Whether it is an alert's own way to a person.</summary>
    public bool IsChannel { get; init; }

    /// <summary>Why it is held; <see langword="null"/> unless held.</summary>
    public string? HeldReason { get; init; }

    /// <summary>What the last attempt failed with; <see langword="null"/> when it delivered.</summary>
    public string? LastProblem { get; init; }

    /// <summary>Age of the oldest event that is not settled; 0 when there is none.</summary>
    public double OldestPendingSeconds { get; init; }

    /// <summary>Events parked now.</summary>
    public long Parked { get; init; }

    /// <summary>In how many days at most the first waiting events expire, of which a warning was given; <see langword="null"/> when none is open.</summary>
    public int? ExpiryDaysLeft { get; init; }

    /// <summary>Events that retention ended undelivered within the last day.</summary>
    public long Expired { get; init; }

    /// <summary>What the ledger cannot account for.</summary>
    public long Residual { get; init; }

    /// <summary>Canaries lost in a row; 0 after one that arrived, or when none is sent.</summary>
    public int CanaryMisses { get; init; }

    /// <summary>Whether the canary's mapper threw.</summary>
    public bool CanaryThrew { get; init; }

    /// <summary>When its client certificate ends; <see langword="null"/> when it has none.</summary>
    public DateTimeOffset? CertificateEndsAt { get; init; }

    /// <summary>Integration and mapper version, for summaries.</summary>
    public string Label => $"{Integration} (mapper {MapperVersion})";

    /// <summary>A breach about this one.</summary>
    public Breach Breach(string summary) => new(Id, Integration, $"{Label}, destination {Id}: {summary}");
}
