namespace Guidon.Monitoring.Rules;

/// <summary>Everything that the rules look at, read at one moment.</summary>
public sealed record Scene
{
    /// <summary>UTC.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Every configured destination, measured or not.</summary>
    public required IReadOnlyList<DestinationReading> Destinations { get; init; }

    /// <summary>What is not about a destination.</summary>
    public required NodeReading Node { get; init; }
}
