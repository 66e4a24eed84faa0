namespace Guidon.Monitoring.Series;

/// <summary>What happened at one destination in a span of time. Counts only: they can be added up, and whoever wants a ratio divides the sums.</summary>
public sealed record SeriesCounts
{
    /// <summary>Nothing.</summary>
    public static SeriesCounts None { get; } = new();

    /// <summary>Events that became durable for it.</summary>
    public long Accepted { get; init; }

    /// <summary>Requests started, canaries not among them.</summary>
    public long Attempts { get; init; }

    /// <summary>Attempts that did not deliver their whole batch.</summary>
    public long Failures { get; init; }

    /// <summary>Attempts that were answered with success although the receiver says in the body that it took nothing, or not all.</summary>
    public long Contradictions { get; init; }

    /// <summary>Events that the receiver acknowledged; what a replay sent once more is not among them.</summary>
    public long Delivered { get; init; }

    /// <summary>Events that the destination's own settings withheld, as unchanged or anonymous ones.</summary>
    public long Withheld { get; init; }

    /// <summary>Events that became five minutes old; each is counted once, in the minute in which it did.</summary>
    public long Matured { get; init; }

    /// <summary>Those of <see cref="Matured"/> that were not settled by then.</summary>
    public long Late { get; init; }

    /// <summary>Events that were parked.</summary>
    public long Parked { get; init; }

    /// <summary>Times that the mapper threw.</summary>
    public long MapperFailures { get; init; }

    /// <summary>Canaries sent.</summary>
    public long Canaries { get; init; }

    /// <summary>Canaries that did not arrive.</summary>
    public long CanariesLost { get; init; }

    /// <summary>All together.</summary>
    public static SeriesCounts Sum(IEnumerable<SeriesCounts> all)
    {
        ArgumentNullException.ThrowIfNull(all);
        // One object for a window of hundreds of minutes: it is added up for each rule and destination at each look.
        Span<long> sums = stackalloc long[12];
        foreach (var each in all)
        {
            sums[0] += each.Accepted;
            sums[1] += each.Attempts;
            sums[2] += each.Failures;
            sums[3] += each.Contradictions;
            sums[4] += each.Delivered;
            sums[5] += each.Matured;
            sums[6] += each.Late;
            sums[7] += each.Parked;
            sums[8] += each.MapperFailures;
            sums[9] += each.Canaries;
            sums[10] += each.CanariesLost;
            sums[11] += each.Withheld;
        }

        return new SeriesCounts
        {
            Accepted = sums[0],
            Attempts = sums[1],
            Failures = sums[2],
            Contradictions = sums[3],
            Delivered = sums[4],
            Matured = sums[5],
            Late = sums[6],
            Parked = sums[7],
            MapperFailures = sums[8],
            Canaries = sums[9],
            CanariesLost = sums[10],
            Withheld = sums[11],
        };
    }

    /// <summary>Both together.</summary>
    public static SeriesCounts operator +(SeriesCounts one, SeriesCounts other) => Sum([one, other]);

    /// <summary>The same as <c>one + other</c>, for languages without operators.</summary>
    public static SeriesCounts Add(SeriesCounts one, SeriesCounts other) => one + other;
}
