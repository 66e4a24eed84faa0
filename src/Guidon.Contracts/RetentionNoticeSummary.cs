namespace Guidon.Contracts;

/// <summary>A warning: these events expire unless they are delivered.</summary>
public sealed record RetentionNoticeSummary
{
    /// <summary>Id of the destination.</summary>
    public required int Destination { get; init; }

    /// <summary>7, 3 or 1.</summary>
    public required int DaysLeft { get; init; }

    /// <summary>When the warning was given, UTC.</summary>
    public required DateTimeOffset NoticedAt { get; init; }

    /// <summary>How many events it covers.</summary>
    public required long Events { get; init; }

    /// <summary>When the oldest of them occurred, UTC.</summary>
    public required DateTimeOffset OldestAt { get; init; }
}
