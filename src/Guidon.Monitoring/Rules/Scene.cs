namespace Guidon.Monitoring.Rules;

/// <summary>Everything that the rules look at, read at one moment.</summary>
public sealed record Scene
{
    /// <summary>UTC.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Every configured destination, measured or not.</summary>
    public required IReadOnlyList<DestinationReading> Destinations { get; init; }

    /// <summary>What is not about a destination: the node that evaluates.</summary>
    public required NodeReading Node { get; init; }

    /// <summary>The same of the other living nodes.</summary>
    public IReadOnlyList<NodeReading> Others { get; init; } = [];

    /// <summary>Names of nodes that stopped without a word and were not replaced.</summary>
    public IReadOnlyList<string> Lost { get; init; } = [];
}
