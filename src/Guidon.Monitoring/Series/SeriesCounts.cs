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

    /// <summary>Events that the receiver acknowledged.</summary>
    public long Delivered { get; init; }

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

    /// <summary>Both together.</summary>
    public static SeriesCounts operator +(SeriesCounts one, SeriesCounts other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return new SeriesCounts
        {
            Accepted = one.Accepted + other.Accepted,
            Attempts = one.Attempts + other.Attempts,
            Failures = one.Failures + other.Failures,
            Contradictions = one.Contradictions + other.Contradictions,
            Delivered = one.Delivered + other.Delivered,
            Matured = one.Matured + other.Matured,
            Late = one.Late + other.Late,
            Parked = one.Parked + other.Parked,
            MapperFailures = one.MapperFailures + other.MapperFailures,
            Canaries = one.Canaries + other.Canaries,
            CanariesLost = one.CanariesLost + other.CanariesLost,
        };
    }

    /// <summary>The same as <c>one + other</c>, for languages without operators.</summary>
    public static SeriesCounts Add(SeriesCounts one, SeriesCounts other) => one + other;
}
