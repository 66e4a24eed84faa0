namespace Guidon.Monitoring.Rules;

/// <summary>Everything that the rules look at, read at one moment.</summary>
public sealed record Scene
{
    /// <summary>UTC.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The same moment by a clock that only goes forward at an even pace; only the difference of two of them says something.</summary>
    public required TimeSpan Steady { get; init; }

    /// <summary>Every configured destination, measured or not.</summary>
    public required IReadOnlyList<DestinationReading> Destinations { get; init; }

    /// <summary>What is not about a destination: the node that evaluates.</summary>
    public required NodeReading Node { get; init; }

    /// <summary>The same of the other living nodes.</summary>
    public IReadOnlyList<NodeReading> Others { get; init; } = [];

    /// <summary>Names of nodes that stopped without a word and were not replaced.</summary>
    public IReadOnlyList<string> Lost { get; init; } = [];

    /// <summary>Whether enough was measured to say that a condition is over. What is gone is known.</summary>
    /// <param name="destinationId">As <see cref="Breach.DestinationId"/>.</param>
    /// <param name="integration">As <see cref="Breach.Integration"/>.</param>
    internal bool Knows(int destinationId, string integration) =>
        destinationId == 0 && integration.Length == 0
            ? Others.Append(Node).All(node => node.IsKnown)
            : Destinations.Where(reading => destinationId == 0 ? reading.Integration == integration : reading.Id == destinationId).All(reading => reading.IsKnown);
}
