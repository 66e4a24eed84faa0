namespace Guidon.Contracts;

/// <summary>Answer of <c>GET /api/guidon/v1/series?hours=24&amp;destination=1</c>: what happened at the caller's destinations, span by span.</summary>
public sealed record SeriesAnswer
{
    /// <summary>60 for windows up to six hours, 3,600 beyond.</summary>
    public required int SpanSeconds { get; init; }

    /// <summary>Beginning of the window, UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Its end, UTC: the present span is not over yet.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Oldest first, of all destinations together; a span in which nothing was measured is left out.</summary>
    public required IReadOnlyList<SeriesSpan> Spans { get; init; }

    /// <summary>The whole window of all of them together.</summary>
    public required SeriesSpan Total { get; init; }

    /// <summary>The whole window by destination.</summary>
    public required IReadOnlyList<DestinationSpan> Destinations { get; init; }
}
