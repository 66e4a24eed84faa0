namespace Guidon.Monitoring.Series;

/// <summary>One destination in one minute or hour, as one node counted it.</summary>
public sealed record SeriesPoint
{
    /// <summary>Which destination.</summary>
    public required int DestinationId { get; init; }

    /// <summary>Where the span begins, UTC, on the minute or hour.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>A minute or an hour.</summary>
    public required TimeSpan Width { get; init; }

    /// <summary>Which node's share; empty where there can be one only.</summary>
    public string Share { get; init; } = "";

    /// <summary>What happened.</summary>
    public required SeriesCounts Counts { get; init; }

    /// <summary>From the evaluation to the receiver's acknowledgement.</summary>
    public required QuantileSketch Latency { get; init; }
}
